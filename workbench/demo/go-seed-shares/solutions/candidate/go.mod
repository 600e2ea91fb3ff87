module example.com/seedshare

go 1.22
