package inside

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
)

// A Named error is one that a suite knows by name.
type Named struct {
	Name string
	Err  error
}

// A record is what one call did, as the harness takes it on.
type record struct {
	Call  int             `json:"c"`
	End   string          `json:"end"`
	Value json.RawMessage `json:"value,omitempty"`
	Error []string        `json:"error,omitempty"`
	Fuel  int64           `json:"fuel"`
	After json.RawMessage `json:"after,omitempty"`
}

// repeatable bounds what a call that is made several times may take in all.
const repeatable = 100000

// Serve makes the calls that the harness asks for, and ends the process. It does nothing where
// there is no harness. A call a line comes on one descriptor, [number, [nodes]]; a record a line
// goes out on the next one. A call is made several times where the host says so: what differs
// from time to time has no result.
func Serve(function interface{}, known ...Named) {
	if !here {
		return
	}
	asked := bufio.NewReaderSize(os.NewFile(channel+1, "calls"), 1<<16)
	said := os.NewFile(channel+2, "records")
	said.WriteString("{\"c\":-1}\n")
	f := reflect.ValueOf(function)
	times := *word(1)
	for {
		line, err := asked.ReadBytes('\n')
		if err != nil {
			os.Exit(0)
		}
		number, nodes, err := question(line)
		if err != nil {
			os.Exit(3)
		}
		made := once(f, nodes, known)
		spent := made.Fuel
		for n := int64(1); n < times && (n < 2 || spent < repeatable); n++ {
			again := once(f, nodes, known)
			spent += again.Fuel
			if !same(made, again) {
				made.End = "unsteady"
				break
			}
			if !bytes.Equal(made.After, again.After) {
				made.After = nil
			}
		}
		made.Call = number
		out, _ := json.Marshal(made)
		if _, err := said.Write(append(out, '\n')); err != nil {
			os.Exit(3)
		}
	}
}

func question(line []byte) (number int, nodes []interface{}, err error) {
	reader := json.NewDecoder(bytes.NewReader(line))
	reader.UseNumber()
	var row []interface{}
	if err = reader.Decode(&row); err != nil || len(row) != 2 {
		return 0, nil, errNotPlain
	}
	counted, _ := row[0].(json.Number)
	n, err := counted.Int64()
	nodes, ok := row[1].([]interface{})
	if err == nil && !ok {
		err = errNotPlain
	}
	return int(n), nodes, err
}

func same(a, b record) bool {
	kind := func(r record) string {
		if len(r.Error) == 0 {
			return ""
		}
		return r.Error[0]
	}
	// What becomes of the arguments is asked where there is no other result.
	nothing := string(a.Value) == "null" && a.End == "returned"
	return a.End == b.End && bytes.Equal(a.Value, b.Value) && kind(a) == kind(b) &&
		(!nothing || bytes.Equal(a.After, b.After))
}

// once makes one call.
func once(f reflect.Value, nodes []interface{}, known []Named) record {
	t := f.Type()
	if t.NumIn() != len(nodes) {
		return record{End: "unsteady"}
	}
	args := make([]reflect.Value, len(nodes))
	before := make([][]byte, len(nodes))
	for i, node := range nodes {
		var err error
		if args[i], err = read(node, t.In(i)); err != nil {
			return record{End: "unsteady"}
		}
		if changeable(t.In(i)) {
			before[i], _ = told(args[i], false)
		}
	}
	made := record{End: "raised"}
	results, panicked := call(f, args)
	made.Fuel = *burnt
	if panicked == interface{}(spent) {
		*word(5) = 0
		return record{End: "fuel", Fuel: made.Fuel}
	}
	if panicked != nil {
		made.Error = []string{"panic", clip(words(panicked))}
	} else {
		tell(&made, results, known)
	}
	made.After = changed(args, before)
	return made
}

func call(f reflect.Value, args []reflect.Value) (results []reflect.Value, panicked interface{}) {
	defer func() {
		limit = endless
		panicked = recover()
		if *word(5) == outOfFuel {
			panicked = spent // whatever a library has made of it
		}
	}()
	*burnt = 0
	limit = *word(3)
	if f.Type().IsVariadic() {
		return f.CallSlice(args), nil
	}
	return f.Call(args), nil
}

var errorType = reflect.TypeOf((*error)(nil)).Elem()

// tell puts results into a record: one as it is, several as a tuple, an error that is not nil as
// raised.
func tell(made *record, results []reflect.Value, known []Named) {
	made.End = "returned"
	if last := len(results) - 1; last >= 0 && results[last].Type() == errorType {
		if err, _ := results[last].Interface().(error); err != nil {
			made.End, made.Error = "raised", []string{nameOf(err, known), clip(words(err))}
			return
		}
		results = results[:last]
	}
	made.Value = fitting(valueOf(results))
}

func valueOf(results []reflect.Value) []byte {
	if len(results) == 0 {
		return []byte("null")
	}
	nodes := make([][]byte, len(results))
	for i, result := range results {
		node, err := told(result, false)
		if err != nil {
			node = []byte(`["o","deep","nested too deep, or too much"]`)
		}
		nodes[i] = node
	}
	if len(nodes) == 1 {
		return nodes[0]
	}
	return append(append([]byte(`["T",`), bytes.Join(nodes, []byte{','})...), ']')
}

func nameOf(err error, known []Named) string {
	for _, each := range known {
		if each.Err != nil && errors.Is(err, each.Err) {
			return each.Name
		}
	}
	return "error"
}

// words are those of a panic or error; its own method may panic.
func words(what interface{}) (said string) {
	defer func() {
		if recover() != nil {
			said = fmt.Sprintf("%T", what)
		}
	}()
	return fmt.Sprint(what)
}

func clip(s string) string {
	if len(s) > 1000 {
		s = s[:1000]
	}
	return s
}

func changeable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Ptr, reflect.Interface:
		return true
	}
	return false
}

// changed lists the arguments that are not what they were.
func changed(args []reflect.Value, before [][]byte) json.RawMessage {
	var rows [][]byte
	for i, was := range before {
		if was == nil {
			continue
		}
		if now, err := told(args[i], false); err == nil && !bytes.Equal(was, now) {
			rows = append(rows, []byte(fmt.Sprintf("[%d,%s]", i, fitting(now))))
		}
	}
	if rows == nil {
		return nil
	}
	return append(append([]byte{'['}, bytes.Join(rows, []byte{','})...), ']')
}
