package inside

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strconv"
	"unicode/utf8"
)

const (
	mostDepth = 60
	mostBytes = 1 << 20
	mostSaid  = 40000
)

var errNotPlain = errors.New("not a plain value")

// A teller writes values as the host reads them (`values.py` has the list). Exact: what cannot be
// made again from its node, as an argument of a call must be, is an error.
type teller struct {
	out   []byte
	exact bool
}

func told(v reflect.Value, exact bool) ([]byte, error) {
	t := teller{exact: exact}
	err := t.value(v, 0)
	return t.out, err
}

// fitting puts a value that is too long to be sent into a few words that differ where it does.
func fitting(node []byte) []byte {
	if len(node) <= mostSaid {
		return node
	}
	sum := sha256.Sum256(node)
	words := fmt.Sprintf("<%d characters, sha256 %s>", len(node), hex.EncodeToString(sum[:8]))
	made, _ := json.Marshal([]string{"o", "large", words})
	return made
}

func (t *teller) value(v reflect.Value, depth int) error {
	if depth > mostDepth || len(t.out) > mostBytes {
		return errNotPlain
	}
	if !v.IsValid() {
		t.out = append(t.out, "null"...)
		return nil
	}
	switch v.Kind() {
	case reflect.Bool:
		t.out = strconv.AppendBool(t.out, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		t.out = strconv.AppendInt(t.out, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		t.unsigned(v.Uint())
	case reflect.Float32, reflect.Float64:
		t.float(v.Float())
	case reflect.String:
		t.text(v.String())
	case reflect.Slice:
		return t.list(v, depth, "L")
	case reflect.Array:
		return t.list(v, depth, "T")
	case reflect.Map:
		return t.dictionary(v, depth)
	case reflect.Struct:
		return t.fields(v, depth)
	case reflect.Ptr:
		return t.value(v.Elem(), depth+1)
	case reflect.Interface:
		if t.exact && !v.IsNil() && !rebuilt[v.Elem().Type()] {
			return errNotPlain
		}
		return t.value(v.Elem(), depth+1)
	default:
		if t.exact {
			return errNotPlain
		}
		t.words(v.Type().String(), "")
	}
	return nil
}

// rebuilt are the types that a node alone, without a type beside it, is made into.
var rebuilt = map[reflect.Type]bool{
	reflect.TypeOf(0): true, reflect.TypeOf(0.0): true, reflect.TypeOf(""): true,
	reflect.TypeOf(false): true, anyList: true, anyMap: true,
}

var (
	anyList = reflect.TypeOf([]interface{}{})
	anyMap  = reflect.TypeOf(map[interface{}]interface{}{})
)

func (t *teller) unsigned(n uint64) {
	if n <= math.MaxInt64 {
		t.out = strconv.AppendUint(t.out, n, 10)
		return
	}
	t.out = append(append(append(t.out, `["i","`...), strconv.FormatUint(n, 16)...), `"]`...)
}

func (t *teller) float(f float64) {
	switch {
	case math.IsNaN(f):
		t.out = append(t.out, `["f","nan"]`...)
	case math.IsInf(f, 1):
		t.out = append(t.out, `["f","inf"]`...)
	case math.IsInf(f, -1):
		t.out = append(t.out, `["f","-inf"]`...)
	default:
		said := strconv.FormatFloat(f, 'g', -1, 64)
		if _, err := strconv.Atoi(said); err == nil {
			said += ".0" // else it would be read as a whole number
		}
		t.out = append(t.out, said...)
	}
}

func (t *teller) text(s string) {
	if !utf8.ValidString(s) {
		t.out = append(append(append(t.out, `["b","`...), hex.EncodeToString([]byte(s))...), `"]`...)
		return
	}
	made, _ := json.Marshal(s)
	t.out = append(t.out, made...)
}

func (t *teller) words(kind, said string) {
	made, _ := json.Marshal([]string{"o", kind, said})
	t.out = append(t.out, made...)
}

func (t *teller) list(v reflect.Value, depth int, tag string) error {
	t.out = append(append(append(t.out, `["`...), tag...), '"')
	for i := 0; i < v.Len(); i++ {
		t.out = append(t.out, ',')
		if err := t.value(v.Index(i), depth+1); err != nil {
			return err
		}
	}
	t.out = append(t.out, ']')
	return nil
}

func (t *teller) dictionary(v reflect.Value, depth int) error {
	rows := make([]string, 0, v.Len())
	for _, key := range v.MapKeys() {
		row := teller{out: []byte{'['}, exact: t.exact}
		if err := row.value(key, depth+1); err != nil {
			return err
		}
		row.out = append(row.out, ',')
		if err := row.value(v.MapIndex(key), depth+1); err != nil {
			return err
		}
		rows = append(rows, string(append(row.out, ']')))
	}
	sort.Strings(rows)
	t.out = append(t.out, `["D"`...)
	for _, row := range rows {
		t.out = append(append(t.out, ','), row...)
	}
	t.out = append(t.out, ']')
	return nil
}

func (t *teller) fields(v reflect.Value, depth int) error {
	t.out = append(t.out, `["D"`...)
	for i := 0; i < v.NumField(); i++ {
		if field := v.Type().Field(i); field.PkgPath == "" {
			t.out = append(t.out, `,["`+field.Name+`",`...)
			if err := t.value(v.Field(i), depth+1); err != nil {
				return err
			}
			t.out = append(t.out, ']')
		}
	}
	t.out = append(t.out, ']')
	return nil
}
