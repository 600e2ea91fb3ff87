module task

go 1.22

replace github.com/stretchr/testify => ./fake
