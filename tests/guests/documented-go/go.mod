module documented-go

go 1.24
