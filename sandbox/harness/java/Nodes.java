package workbench.harness;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the JSON nodes of values: null, Boolean, Long, BigInteger, Double, String, and lists of
 * those. There are no objects in them.
 */
final class Nodes {
    private final String text;
    private int at;

    private Nodes(String text) {
        this.text = text;
    }

    static Object read(String text) {
        Nodes reader = new Nodes(text);
        Object found = reader.value();
        reader.space();
        if (reader.at != text.length()) {
            throw new IllegalArgumentException("more than one value");
        }
        return found;
    }

    private Object value() {
        space();
        char c = text.charAt(at);
        if (c == '[') {
            return list();
        }
        if (c == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && ",] ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        switch (word) {
            case "null":
                return null;
            case "true":
                return Boolean.TRUE;
            case "false":
                return Boolean.FALSE;
            default:
                return number(word);
        }
    }

    private static Object number(String word) {
        if (word.indexOf('.') >= 0 || word.indexOf('e') >= 0 || word.indexOf('E') >= 0) {
            return Double.valueOf(word);
        }
        BigInteger whole = new BigInteger(word);
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private List<Object> list() {
        List<Object> found = new ArrayList<>();
        at++;
        space();
        if (text.charAt(at) == ']') {
            at++;
            return found;
        }
        while (true) {
            found.add(value());
            space();
            if (text.charAt(at++) == ']') {
                return found;
            }
        }
    }

    private String string() {
        StringBuilder found = new StringBuilder();
        at++;
        for (char c = text.charAt(at); c != '"'; c = text.charAt(++at)) {
            if (c != '\\') {
                found.append(c);
                continue;
            }
            char escaped = text.charAt(++at);
            int known = "bfnrt".indexOf(escaped);
            if (escaped == 'u') {
                found.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            } else {
                found.append(known < 0 ? escaped : "\b\f\n\r\t".charAt(known));
            }
        }
        at++;
        return found.toString();
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
