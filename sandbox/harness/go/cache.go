package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

type request struct {
	ID       int64
	Command  string
	ActionID []byte
	OutputID []byte
	BodySize int64
}

type response struct {
	ID            int64
	Err           string   `json:",omitempty"`
	KnownCommands []string `json:",omitempty"`
	Miss          bool     `json:",omitempty"`
	OutputID      []byte   `json:",omitempty"`
	Size          int64    `json:",omitempty"`
	DiskPath      string   `json:",omitempty"`
}

// serveCache speaks the go command's GOCACHEPROG protocol. Hits come from the
// kit, in the go command's own on-disk layout; what this build adds lives in
// the sandbox and dies with it.
func serveCache(warm string, in io.Reader, out io.Writer) {
	fresh, err := os.MkdirTemp("/box", "gocache")
	if err != nil {
		fail(err.Error())
	}
	added := map[string]response{}
	reader := json.NewDecoder(bufio.NewReaderSize(in, 1<<16))
	writer := json.NewEncoder(out)
	writer.Encode(response{KnownCommands: []string{"get", "put", "close"}})
	for {
		var asked request
		if err := reader.Decode(&asked); err != nil {
			return
		}
		answer := response{}
		switch asked.Command {
		case "get":
			if known, ok := added[string(asked.ActionID)]; ok {
				answer = known
			} else {
				answer = lookUp(warm, asked.ActionID)
			}
		case "put":
			var body []byte
			if asked.BodySize > 0 {
				var text string
				if err := reader.Decode(&text); err != nil {
					fail(err.Error())
				}
				if body, err = base64.StdEncoding.DecodeString(text); err != nil {
					fail(err.Error())
				}
			}
			path := filepath.Join(fresh, hex.EncodeToString(asked.OutputID))
			if err := os.WriteFile(path, body, 0o644); err != nil {
				answer.Err = err.Error()
				break
			}
			answer = response{OutputID: asked.OutputID, Size: int64(len(body)), DiskPath: path}
			added[string(asked.ActionID)] = answer
		}
		answer.ID = asked.ID
		writer.Encode(answer)
		if asked.Command == "close" {
			return
		}
	}
}

// lookUp reads "v1 <action> <output> <size> <time>" beside the output it names.
func lookUp(warm string, action []byte) response {
	id := hex.EncodeToString(action)
	entry, err := os.ReadFile(filepath.Join(warm, id[:2], id+"-a"))
	fields := bytes.Fields(entry)
	if err != nil || len(fields) != 5 || string(fields[0]) != "v1" {
		return response{Miss: true}
	}
	output, err := hex.DecodeString(string(fields[2]))
	size, bad := strconv.ParseInt(string(fields[3]), 10, 64)
	if err != nil || bad != nil || len(output) == 0 {
		return response{Miss: true}
	}
	path := filepath.Join(warm, fmt.Sprintf("%02x", output[0]), string(fields[2])+"-d")
	info, err := os.Stat(path)
	if err != nil || info.Size() != size {
		return response{Miss: true}
	}
	return response{OutputID: output, Size: size, DiskPath: path}
}
