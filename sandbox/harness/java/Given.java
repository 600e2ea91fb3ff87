package workbench.harness;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes arguments of nodes, each of the type its parameter has. */
final class Given {
    private static final List<Class<?>> LISTS = List.of(
            ArrayList.class, LinkedList.class, ArrayDeque.class);
    private static final List<Class<?>> SETS = List.of(
            HashSet.class, LinkedHashSet.class, TreeSet.class);
    private static final List<Class<?>> MAPS = List.of(
            HashMap.class, LinkedHashMap.class, TreeMap.class);

    private Given() {}

    /** Throws IllegalArgumentException where the node is no value of that type. */
    static Object of(Object node, Type type) {
        Class<?> raw = raw(type);
        if (node == null) {
            if (raw.isPrimitive()) {
                throw new IllegalArgumentException("null for " + raw);
            }
            return null;
        }
        if (node instanceof Boolean && (raw == boolean.class || raw.isInstance(node))) {
            return node;
        }
        if (node instanceof Long || node instanceof BigInteger) {
            return whole(node, raw);
        }
        if (node instanceof Double) {
            return floating((Double) node, raw);
        }
        if (node instanceof String) {
            return text((String) node, raw);
        }
        if (node instanceof List) {
            List<?> parts = (List<?>) node;
            Object tag = parts.get(0);
            switch (String.valueOf(tag)) {
                case "i":
                    return whole(new BigInteger((String) parts.get(1), 16), raw);
                case "f":
                    return floating(infinite((String) parts.get(1)), raw);
                case "s":
                    return text(wide((String) parts.get(1)), raw);
                case "L":
                case "T":
                case "S":
                case "F":
                case "D":
                    return many((String) tag, parts.subList(1, parts.size()), raw, type);
                default:
                    break;
            }
        }
        throw new IllegalArgumentException("no " + raw.getSimpleName() + ": " + node);
    }

    private static Object whole(Object node, Class<?> raw) {
        BigInteger exact = node instanceof Long
                ? BigInteger.valueOf((Long) node) : (BigInteger) node;
        if (raw == BigInteger.class) {
            return exact;
        }
        if (raw == double.class || raw == Double.class) {
            return exact.doubleValue();
        }
        if (raw == float.class || raw == Float.class) {
            return exact.floatValue();
        }
        try {
            if (raw == byte.class || raw == Byte.class) {
                return exact.byteValueExact();
            }
            if (raw == short.class || raw == Short.class) {
                return exact.shortValueExact();
            }
            if (raw == int.class || raw == Integer.class) {
                return exact.intValueExact();
            }
            if (raw == long.class || raw == Long.class) {
                return exact.longValueExact();
            }
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("no " + raw.getSimpleName() + ": " + exact);
        }
        // An Object, a Number, a type parameter: as a literal would be.
        Object made = exact.bitLength() < Integer.SIZE ? (Object) exact.intValue()
                : exact.bitLength() < Long.SIZE ? (Object) exact.longValue() : exact;
        return fitting(made, raw);
    }

    private static Object floating(Double value, Class<?> raw) {
        if (raw == double.class) {
            return value;
        }
        return raw == float.class || raw == Float.class
                ? (Object) value.floatValue() : fitting(value, raw);
    }

    private static Object text(String value, Class<?> raw) {
        boolean letter = raw == char.class || raw == Character.class;
        if (letter && value.length() != 1) {
            throw new IllegalArgumentException("no char: " + value);
        }
        return letter ? (Object) value.charAt(0) : fitting(value, raw);
    }

    private static Object fitting(Object made, Class<?> raw) {
        if (!raw.isInstance(made)) {
            throw new IllegalArgumentException("no " + raw.getSimpleName() + ": " + made);
        }
        return made;
    }

    private static Object many(String tag, List<?> nodes, Class<?> raw, Type type) {
        if (raw.isArray()) {
            Type element = type instanceof GenericArrayType
                    ? ((GenericArrayType) type).getGenericComponentType() : raw.getComponentType();
            Object made = Array.newInstance(raw.getComponentType(), nodes.size());
            for (int i = 0; i < nodes.size(); i++) {
                Array.set(made, i, of(nodes.get(i), element));
            }
            return made;
        }
        if (raw.getName().startsWith("java.util.Optional")) {
            return optional(nodes, raw, type);
        }
        if (tag.equals("D")) {
            Map<Object, Object> made = instance(MAPS, raw);
            for (Object each : nodes) {
                List<?> pair = (List<?>) each;
                made.put(of(pair.get(0), argument(type, 0)), of(pair.get(1), argument(type, 1)));
            }
            return made;
        }
        boolean set = tag.equals("S") || tag.equals("F") || Set.class.isAssignableFrom(raw);
        Collection<Object> made = instance(set ? SETS : LISTS, raw);
        for (Object each : nodes) {
            made.add(of(each, argument(type, 0)));
        }
        return made;
    }

    private static Object optional(List<?> nodes, Class<?> raw, Type type) {
        Object held = nodes.isEmpty() ? null : nodes.get(0);
        if (raw == OptionalInt.class) {
            return held == null ? OptionalInt.empty()
                    : OptionalInt.of((Integer) of(held, int.class));
        }
        if (raw == OptionalLong.class) {
            return held == null ? OptionalLong.empty()
                    : OptionalLong.of((Long) of(held, long.class));
        }
        if (raw == OptionalDouble.class) {
            return held == null ? OptionalDouble.empty()
                    : OptionalDouble.of((Double) of(held, double.class));
        }
        return Optional.ofNullable(of(held, argument(type, 0)));
    }

    /** The first of the known classes that is one. */
    @SuppressWarnings("unchecked")
    private static <T> T instance(List<Class<?>> known, Class<?> raw) {
        for (Class<?> each : known) {
            if (raw.isAssignableFrom(each)) {
                try {
                    return (T) each.getConstructor().newInstance();
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
        throw new IllegalArgumentException("no way to make a " + raw.getName());
    }

    private static Type argument(Type type, int place) {
        Type[] given = type instanceof ParameterizedType
                ? ((ParameterizedType) type).getActualTypeArguments() : new Type[0];
        return place < given.length ? given[place] : Object.class;
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class) {
            return (Class<?>) type;
        }
        if (type instanceof ParameterizedType) {
            return raw(((ParameterizedType) type).getRawType());
        }
        if (type instanceof GenericArrayType) {
            Class<?> element = raw(((GenericArrayType) type).getGenericComponentType());
            return Array.newInstance(element, 0).getClass();
        }
        if (type instanceof WildcardType) {
            return raw(((WildcardType) type).getUpperBounds()[0]);
        }
        return raw(((TypeVariable<?>) type).getBounds()[0]);
    }

    private static Double infinite(String word) {
        switch (word) {
            case "inf":
                return Double.POSITIVE_INFINITY;
            case "-inf":
                return Double.NEGATIVE_INFINITY;
            default:
                return Double.NaN;
        }
    }

    /** Text with lone surrogates comes as UTF-32, little end first. */
    private static String wide(String hex) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i + 8 <= hex.length(); i += 8) {
            made.appendCodePoint(Integer.reverseBytes(
                    Integer.parseUnsignedInt(hex.substring(i, i + 8), 16)));
        }
        return made.toString();
    }
}
