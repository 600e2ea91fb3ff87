package workbench.harness;

import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Names test methods as the inventory does, and keeps only those asked for. */
final class Wanted {
    private Wanted() {}

    /** {@code pkg.Outer.Inner.method}, or null when the descriptor is no method. */
    static String idOf(TestDescriptor test) {
        Optional<TestSource> source = test.getSource();
        if (source.isPresent() && source.get() instanceof MethodSource method) {
            return method.getClassName().replace('$', '.') + "." + method.getMethodName();
        }
        return null;
    }

    static PostDiscoveryFilter filter(Set<String> wanted) {
        return test -> {
            String id = idOf(test);
            return FilterResult.includedIf(id == null || wanted.contains(id));
        };
    }
}
