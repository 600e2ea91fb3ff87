package workbench.harness;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A test class that asks no more of its framework than to make an object, call a method before, the
 * test, and a method after. Such a class is run without the framework, which takes several times
 * as long as most tests do. What is not certain to be such a class is left to JUnit.
 */
final class PlainClass {
    private static final Set<String> SILENT = Set.of(
            "org.junit.jupiter.api.DisplayName", "org.junit.jupiter.api.Tag",
            "org.junit.jupiter.api.Tags", "org.junit.jupiter.api.Order",
            "org.junit.jupiter.api.DisplayNameGeneration");
    private static final Set<String> TEST = Set.of(
            "org.junit.jupiter.api.Test", "org.junit.Test");
    private static final Map<String, String> AROUND = Map.of(
            "org.junit.jupiter.api.BeforeEach", "before", "org.junit.Before", "before",
            "org.junit.jupiter.api.AfterEach", "after", "org.junit.After", "after");

    private final Set<String> tests = new HashSet<>();
    private String before;
    private String after;

    private PlainClass() {}

    /** Null: JUnit must run it. The answer holds for the same class in every loader. */
    static PlainClass of(Class<?> found) {
        PlainClass plain = new PlainClass();
        return plain.reads(found) ? plain : null;
    }

    boolean holds(String method) {
        return tests.contains(method);
    }

    private boolean reads(Class<?> found) {
        int flags = found.getModifiers();
        Constructor<?>[] makers = found.getDeclaredConstructors();
        if (found.getSuperclass() != Object.class || found.getInterfaces().length > 0
                || found.getEnclosingClass() != null || Modifier.isAbstract(flags)
                || makers.length != 1 || makers[0].getParameterCount() > 0
                || !silent(found.getDeclaredAnnotations())
                || makers[0].getDeclaredAnnotations().length > 0) {
            return false;
        }
        for (Field each : found.getDeclaredFields()) {
            if (each.getDeclaredAnnotations().length > 0) {
                return false;
            }
        }
        return Arrays.stream(found.getDeclaredMethods()).allMatch(this::reads);
    }

    private boolean reads(Method method) {
        String role = "";
        for (Annotation mark : method.getDeclaredAnnotations()) {
            String name = mark.annotationType().getName();
            if (SILENT.contains(name)) {
                continue;
            }
            String here = TEST.contains(name) ? "test" : AROUND.getOrDefault(name, "unknown");
            boolean asks = mark instanceof org.junit.Test old
                    && (old.timeout() != 0 || old.expected() != org.junit.Test.None.class);
            if (here.equals("unknown") || asks || !role.isEmpty()) {
                return false;
            }
            role = here;
        }
        if (role.isEmpty()) {
            return true;
        }
        int flags = method.getModifiers();
        if (method.getReturnType() != void.class || method.getParameterCount() > 0
                || Modifier.isStatic(flags) || Modifier.isPrivate(flags)
                || Modifier.isAbstract(flags)) {
            return false;
        }
        String name = method.getName();
        if (role.equals("test")) {
            return tests.add(name);
        }
        boolean first = role.equals("before") ? before == null : after == null;
        before = role.equals("before") ? name : before;
        after = role.equals("after") ? name : after;
        return first;
    }

    private static boolean silent(Annotation[] marks) {
        return Arrays.stream(marks)
                .allMatch(mark -> SILENT.contains(mark.annotationType().getName()));
    }

    /** Runs one test as JUnit would; null when it passed. */
    Throwable run(Class<?> found, String test) {
        Throwable wrong = null;
        Object instance;
        try {
            Constructor<?> maker = found.getDeclaredConstructor();
            maker.setAccessible(true);
            instance = maker.newInstance();
        } catch (Throwable thrown) {
            return cause(thrown);
        }
        if (before != null) {
            wrong = call(instance, before);
        }
        if (wrong == null) {
            wrong = call(instance, test);
        }
        Throwable late = after == null ? null : call(instance, after);
        return wrong == null ? late : wrong;
    }

    private static Throwable call(Object instance, String name) {
        try {
            Method method = instance.getClass().getDeclaredMethod(name);
            method.setAccessible(true);
            method.invoke(instance);
            return null;
        } catch (Throwable thrown) {
            return cause(thrown);
        }
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof InvocationTargetException && thrown.getCause() != null
                ? thrown.getCause() : thrown;
    }

    /** What JUnit calls the outcome. */
    static String statusOf(Throwable wrong) {
        if (wrong == null) {
            return "passed";
        }
        if (wrong instanceof org.opentest4j.TestAbortedException
                || wrong instanceof org.junit.internal.AssumptionViolatedException) {
            return "skipped";
        }
        return wrong instanceof AssertionError ? "failed" : "errored";
    }
}
