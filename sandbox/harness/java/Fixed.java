package workbench.harness;

import java.lang.reflect.Field;
import java.util.Random;
import sun.misc.Unsafe;

/**
 * What a JVM draws by lot when it starts is the same in all of them: the order in which {@code
 * Set.of} and {@code Map.of} are gone through, the numbers of {@code Math.random}. On a Java that
 * has these elsewhere they stay as they are.
 */
@SuppressWarnings("removal")
final class Fixed {
    private final Random random;

    Fixed() {
        Random found = null;
        try {
            Unsafe memory = memory();
            Class<?> sets = Class.forName("java.util.ImmutableCollections");
            Field salt = sets.getDeclaredField("SALT32L");
            Field reverse = sets.getDeclaredField("REVERSE");
            memory.putLong(memory.staticFieldBase(salt), memory.staticFieldOffset(salt), 0x5eed_5eedL);
            memory.putBoolean(
                    memory.staticFieldBase(reverse), memory.staticFieldOffset(reverse), false);
            Math.random();
            Field generator = Class.forName("java.lang.Math$RandomNumberGeneratorHolder")
                    .getDeclaredField("randomNumberGenerator");
            found = (Random) memory.getObject(
                    memory.staticFieldBase(generator), memory.staticFieldOffset(generator));
        } catch (ReflectiveOperationException | RuntimeException elsewhere) {
            // Then a difference that comes of it is not found again when the call is made alone.
        }
        random = found;
    }

    /** The same draws for every call. */
    void again() {
        if (random != null) {
            random.setSeed(1);
        }
    }

    private static Unsafe memory() throws ReflectiveOperationException {
        Field only = Unsafe.class.getDeclaredField("theUnsafe");
        only.setAccessible(true);
        return (Unsafe) only.get(null);
    }
}
