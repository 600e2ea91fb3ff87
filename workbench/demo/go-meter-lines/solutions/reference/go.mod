module example.com/meterlines

go 1.22
