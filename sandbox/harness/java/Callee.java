package workbench.harness;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The method that is called: a static one, or one of a fresh object for every call, whose
 * constructor takes the first of the arguments.
 */
final class Callee {
    private final Constructor<?> maker;
    private final Method method;

    private Callee(Constructor<?> maker, Method method) {
        this.maker = maker;
        this.method = method;
    }

    /** {@code entry}: binary name of the class, the method's, parameter types of the constructor
     * and of the method as the source has them, without packages and parted by commas. */
    static Callee of(String entry) throws ReflectiveOperationException {
        String[] parts = entry.split("\t", -1);
        Class<?> owner = Class.forName(parts[0]);
        List<Method> methods = new ArrayList<>();
        for (Class<?> here = owner; here != null && methods.isEmpty();
                here = here.getSuperclass()) {
            methods.addAll(Arrays.stream(here.getDeclaredMethods())
                    .filter(each -> each.getName().equals(parts[1]) && !each.isBridge()).toList());
        }
        Method method = chosen(methods, parts[3], "method " + parts[1]);
        if (Modifier.isStatic(method.getModifiers())) {
            return new Callee(null, method);
        }
        return new Callee(chosen(Arrays.asList(owner.getDeclaredConstructors()), parts[2],
                "constructor of " + parts[0]), method);
    }

    private static <E extends Executable> E chosen(List<E> all, String types, String what)
            throws NoSuchMethodException {
        int count = types.isEmpty() ? 0 : types.split(",").length;
        List<E> found = all.stream().filter(each -> each.getParameterCount() == count).toList();
        E best = found.stream().filter(each -> types.equals(Arrays.stream(each.getParameterTypes())
                .map(Class::getSimpleName).collect(Collectors.joining(","))))
                .findFirst().orElse(found.isEmpty() ? null : found.get(0));
        if (best == null) {
            throw new NoSuchMethodException("no " + what + " takes (" + types + ")");
        }
        best.setAccessible(true);
        return best;
    }

    Object[] given(List<?> nodes) {
        List<Type> types = new ArrayList<>();
        if (maker != null) {
            types.addAll(Arrays.asList(maker.getGenericParameterTypes()));
        }
        types.addAll(Arrays.asList(method.getGenericParameterTypes()));
        if (types.size() != nodes.size()) {
            throw new IllegalArgumentException("it takes " + types.size() + " arguments");
        }
        Object[] made = new Object[types.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = Given.of(nodes.get(i), types.get(i));
        }
        return made;
    }

    Object call(Object[] given) throws Throwable {
        int first = maker == null ? 0 : maker.getParameterCount();
        try {
            Object self = maker == null ? null
                    : maker.newInstance(Arrays.copyOfRange(given, 0, first));
            return method.invoke(self, Arrays.copyOfRange(given, first, given.length));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
