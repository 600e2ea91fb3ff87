package workbench.harness;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.BaseStream;

/**
 * Values as JSON nodes; {@code workbench/languages/values.py} says which node means what. An
 * Optional is a tuple of none or one; what has no form is told by its type and words.
 */
final class Told {
    private static final int DEPTH = 100;
    private static final int YIELDED = 2_000;
    private static final int LONGEST = 900_000;
    private static final int WORDS = 500;

    private final StringBuilder out = new StringBuilder();
    private boolean plain = true;

    private Told() {}

    /** Signals that a value is larger than anybody wants to read. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("too large to be told", null, false, false);
        }
    }

    static String of(Object value) {
        Told told = new Told();
        told.value(value, 0, false);
        return told.out.toString();
    }

    /** Null where a value could not be sent back. */
    static String exact(Object value) {
        try {
            Told told = new Told();
            told.value(value, 0, false);
            return told.plain ? told.out.toString() : null;
        } catch (TooLarge | StackOverflowError unsaid) {
            return null;
        }
    }

    /** {@code frozen}: inside a set or a key, where the host keeps only what cannot change. */
    private void value(Object value, int depth, boolean frozen) {
        if (out.length() > LONGEST) {
            throw new TooLarge();
        }
        if (value == null || value instanceof Boolean || value instanceof Byte
                || value instanceof Short || value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else if (value instanceof BigInteger whole) {
            out.append(whole.bitLength() < Long.SIZE
                    ? whole.toString() : "[\"i\",\"" + whole.toString(16) + "\"]");
        } else if (value instanceof Double || value instanceof Float) {
            number(((Number) value).doubleValue());
        } else if (value instanceof Character || value instanceof CharSequence) {
            text(value.toString());
        } else if (depth > DEPTH) {
            words(value, "<nested too deep>");
        } else if (value.getClass().isArray()) {
            array(value, depth, frozen);
        } else if (value instanceof Map<?, ?> map) {
            pairs(map, depth, frozen);
        } else if (value instanceof Set<?> set) {
            row(frozen ? "F" : "S", set.iterator(), depth, true);
        } else if (value instanceof Collection<?> collection) {
            row(frozen ? "T" : "L", collection.iterator(), depth, frozen);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            row("T", Arrays.asList(entry.getKey(), entry.getValue()).iterator(), depth, frozen);
        } else if (held(value) != null) {
            row("T", held(value).iterator(), depth, frozen);
        } else {
            other(value, depth);
        }
    }

    private static List<?> held(Object value) {
        if (value instanceof Optional<?> some) {
            return some.isPresent() ? List.of(some.get()) : List.of();
        }
        if (value instanceof OptionalInt some) {
            return some.isPresent() ? List.of(some.getAsInt()) : List.of();
        }
        if (value instanceof OptionalLong some) {
            return some.isPresent() ? List.of(some.getAsLong()) : List.of();
        }
        if (value instanceof OptionalDouble some) {
            return some.isPresent() ? List.of(some.getAsDouble()) : List.of();
        }
        return null;
    }

    private void number(double value) {
        if (Double.isNaN(value)) {
            out.append("[\"f\",\"nan\"]");
        } else if (Double.isInfinite(value)) {
            out.append(value < 0 ? "[\"f\",\"-inf\"]" : "[\"f\",\"inf\"]");
        } else {
            out.append(value);
        }
    }

    private void text(String value) {
        if (value.length() > LONGEST) {
            throw new TooLarge();
        }
        boolean lone = value.codePoints().anyMatch(
                c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (lone) {
            out.append("[\"s\",\"");
            value.codePoints().forEach(
                    c -> out.append(String.format("%08x", Integer.reverseBytes(c))));
            out.append("\"]");
        } else {
            quoted(value);
        }
    }

    private void quoted(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void array(Object value, int depth, boolean frozen) {
        out.append(frozen ? "[\"T\"" : "[\"L\"");
        for (int i = 0; i < Array.getLength(value); i++) {
            out.append(',');
            value(Array.get(value, i), depth + 1, frozen);
        }
        out.append(']');
    }

    private void row(String tag, Iterator<?> items, int depth, boolean frozen) {
        out.append("[\"").append(tag).append('"');
        while (items.hasNext()) {
            out.append(',');
            value(items.next(), depth + 1, frozen);
        }
        out.append(']');
    }

    private void pairs(Map<?, ?> map, int depth, boolean frozen) {
        // No mapping can be a key on the host.
        out.append(frozen ? "[\"F\"" : "[\"D\"");
        for (Map.Entry<?, ?> each : map.entrySet()) {
            out.append(frozen ? ",[\"T\"," : ",[");
            value(each.getKey(), depth + 1, true);
            out.append(',');
            value(each.getValue(), depth + 1, frozen);
            out.append(']');
        }
        out.append(']');
    }

    private void other(Object value, int depth) {
        plain = false;
        if (value instanceof BaseStream<?, ?> || value instanceof Iterator<?>
                || value instanceof Iterable<?>) {
            Iterator<?> items = value instanceof BaseStream<?, ?> stream ? stream.iterator()
                    : value instanceof Iterable<?> many ? many.iterator() : (Iterator<?>) value;
            out.append("[\"I\",");
            quoted(value instanceof BaseStream<?, ?> ? "Stream" : nameOf(value.getClass()));
            for (int i = 0; i < YIELDED && items.hasNext(); i++) {
                out.append(',');
                value(items.next(), depth + 1, false);
            }
            out.append(']');
        } else if (value instanceof Enum<?> one) {
            words(value, one.name());
        } else if (value instanceof Throwable thrown) {
            words(value, String.valueOf(thrown.getMessage()));
        } else {
            words(value, worded(value));
        }
    }

    /** Words that are the same in every process, or none. */
    private static String worded(Object value) {
        try {
            Class<?> says = value.getClass().getMethod("toString").getDeclaringClass();
            return says == Object.class ? "" : String.valueOf(value)
                    .replaceAll("@[0-9a-f]{1,8}\\b", "@");
        } catch (NoSuchMethodException impossible) {
            return "";
        }
    }

    private void words(Object value, String words) {
        plain = false;
        out.append("[\"o\",");
        quoted(clean(nameOf(value.getClass())));
        out.append(',');
        quoted(clean(words.length() > WORDS ? words.substring(0, WORDS) : words));
        out.append(']');
    }

    /** Without lone surrogates, which no record can hold. */
    static String clean(String words) {
        return words.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** What a source would call the class, or the nearest above it that has a name. */
    static String nameOf(Class<?> found) {
        for (Class<?> here = found; here != null; here = here.getSuperclass()) {
            String name = here.getCanonicalName();
            if (name != null) {
                return name.replaceFirst("^java\\.(lang|util)\\.(?=[A-Z])", "");
            }
        }
        return "Object";
    }

    /** What came of a call, as fields of its record. */
    static String thrown(Throwable thrown) {
        String words;
        try {
            words = String.valueOf(thrown.getMessage());
        } catch (Throwable hostile) {
            words = "";
        }
        Told told = new Told();
        told.out.append("\"end\":\"raised\",\"error\":[");
        told.quoted(clean(nameOf(thrown.getClass())));
        told.out.append(',');
        told.quoted(clean(words.length() > WORDS ? words.substring(0, WORDS) : words));
        return told.out.append(']').toString();
    }
}
