module cleanup/go

go 1.19
