package inside

import (
	"encoding/hex"
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// read makes a value of a type from its node. The host has seen to it that it fits.
func read(node interface{}, t reflect.Type) (reflect.Value, error) {
	made := reflect.New(t).Elem()
	return made, into(made, node)
}

func into(v reflect.Value, node interface{}) error {
	tag, rest := tagged(node)
	switch v.Kind() {
	case reflect.Bool:
		b, ok := node.(bool)
		v.SetBool(b)
		return plainly(ok)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		said, base := digits(node, tag, rest)
		n, err := strconv.ParseInt(said, base, 64)
		v.SetInt(n)
		return plainly(err == nil && !v.OverflowInt(n))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		said, base := digits(node, tag, rest)
		n, err := strconv.ParseUint(said, base, 64)
		v.SetUint(n)
		return plainly(err == nil && !v.OverflowUint(n))
	case reflect.Float32, reflect.Float64:
		f, ok := float(node)
		v.SetFloat(f)
		return plainly(ok)
	case reflect.String:
		s, ok := node.(string)
		if tag == "b" {
			data, err := hex.DecodeString(word1(rest))
			s, ok = string(data), err == nil
		}
		v.SetString(s)
		return plainly(ok)
	case reflect.Slice, reflect.Array:
		return intoList(v, tag, rest)
	case reflect.Map:
		return intoMap(v, tag, rest)
	case reflect.Struct:
		return intoStruct(v, tag, rest)
	case reflect.Ptr:
		if node == nil {
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return into(v.Elem(), node)
	case reflect.Interface:
		return intoAny(v, node, tag)
	}
	return errNotPlain
}

func plainly(ok bool) error {
	if !ok {
		return errNotPlain
	}
	return nil
}

func tagged(node interface{}) (string, []interface{}) {
	row, _ := node.([]interface{})
	if len(row) == 0 {
		return "", nil
	}
	tag, _ := row[0].(string)
	return tag, row[1:]
}

func word1(rest []interface{}) string {
	if len(rest) == 0 {
		return ""
	}
	said, _ := rest[0].(string)
	return said
}

// digits are those of a whole number, and their base.
func digits(node interface{}, tag string, rest []interface{}) (string, int) {
	if tag == "i" {
		return word1(rest), 16
	}
	number, _ := node.(json.Number)
	return string(number), 10
}

func float(node interface{}) (float64, bool) {
	if number, ok := node.(json.Number); ok {
		f, err := strconv.ParseFloat(string(number), 64)
		return f, err == nil
	}
	tag, rest := tagged(node)
	switch word1(rest) {
	case "nan":
		return math.NaN(), tag == "f"
	case "inf":
		return math.Inf(1), tag == "f"
	case "-inf":
		return math.Inf(-1), tag == "f"
	}
	return 0, false
}

func intoList(v reflect.Value, tag string, rest []interface{}) error {
	if tag != "L" && tag != "T" {
		return errNotPlain
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(rest), len(rest)))
	} else if v.Len() != len(rest) {
		return errNotPlain
	}
	for i, node := range rest {
		if err := into(v.Index(i), node); err != nil {
			return err
		}
	}
	return nil
}

func intoMap(v reflect.Value, tag string, rest []interface{}) error {
	if tag != "D" {
		return errNotPlain
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, each := range rest {
		row, _ := each.([]interface{})
		if len(row) != 2 {
			return errNotPlain
		}
		key, err := read(row[0], v.Type().Key())
		if err != nil {
			return err
		}
		item, err := read(row[1], v.Type().Elem())
		if err != nil {
			return err
		}
		v.SetMapIndex(key, item)
	}
	return nil
}

func intoStruct(v reflect.Value, tag string, rest []interface{}) error {
	if tag != "D" {
		return errNotPlain
	}
	for _, each := range rest {
		row, _ := each.([]interface{})
		if len(row) != 2 {
			return errNotPlain
		}
		name, _ := row[0].(string)
		field := v.FieldByName(name)
		if !field.CanSet() {
			return errNotPlain
		}
		if err := into(field, row[1]); err != nil {
			return err
		}
	}
	return nil
}

// intoAny gives a node the type that its like has in Go source.
func intoAny(v reflect.Value, node interface{}, tag string) error {
	var like reflect.Type
	switch said := node.(type) {
	case nil:
		return nil
	case bool:
		like = reflect.TypeOf(false)
	case string:
		like = reflect.TypeOf("")
	case json.Number:
		like = reflect.TypeOf(0)
		if strings.ContainsAny(string(said), ".eE") {
			like = reflect.TypeOf(0.0)
		}
	default:
		like = map[string]reflect.Type{
			"L": anyList, "D": anyMap, "f": reflect.TypeOf(0.0), "b": reflect.TypeOf(""),
		}[tag]
	}
	if like == nil || !like.AssignableTo(v.Type()) {
		return errNotPlain
	}
	made, err := read(node, like)
	if err == nil {
		v.Set(made)
	}
	return err
}
