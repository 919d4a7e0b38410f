module cleanup-claims-go

go 1.18
