// Runs inside the sandbox: builds Go test binaries, runs them, and answers the
// go command's cache questions from the kit's read-only build cache.
//
//	harness build SRC DIR...   test binaries of the packages SRC/DIR -> fd 3
//	harness cache DIR          a GOCACHEPROG over the read-only cache DIR
//	harness test PLAN          runs the binaries PLAN names; events -> fd 3
//	harness trials JOB         runs tests again and again, a mutant active in each -> fd 3
//	harness calls JOB          makes calls of a solution's function; what each did -> fd 3
//	harness record PLAN        runs the binaries PLAN names; the calls they make -> fd 3
//	harness code SRC           what the packages below SRC are compiled to -> fd 3
//
// inside/ is no part of it: the host copies it into solutions whose calls are made.
// test2json/ is not in this folder: the kit's installation copies it from the
// toolchain, so that the reader of a test binary's output always matches it.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 3 {
		fail("usage: harness build|cache|test|trials|calls|record|code ...")
	}
	switch os.Args[1] {
	case "build":
		os.Exit(build(os.Args[2], os.Args[3:]))
	case "cache":
		serveCache(os.Args[2], os.Stdin, os.Stdout)
	case "test":
		os.Exit(runTests(os.Args[2]))
	case "trials":
		os.Exit(runTrials(os.Args[2]))
	case "calls":
		os.Exit(runCalls(os.Args[2]))
	case "record":
		os.Exit(record(os.Args[2]))
	case "code":
		os.Exit(code(os.Args[2]))
	default:
		fail("unknown command " + os.Args[1])
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "harness:", message)
	os.Exit(70)
}
