package workbench.harness;

import java.util.Comparator;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a class's methods in the trial's order, where the class asks for none itself. */
public final class TrialOrder implements MethodOrderer {
    @Override
    public void orderMethods(MethodOrdererContext context) {
        String prefix = context.getTestClass().getName().replace('$', '.') + ".";
        context.getMethodDescriptors().sort(Comparator.comparingInt(
                (MethodDescriptor each) -> Trial.current.placeOf(
                        prefix + each.getMethod().getName())));
    }

    /** Nothing more begins once the trial is decided. */
    public static final class Halt implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Trial.current.decided()
                    ? ConditionEvaluationResult.disabled("decided")
                    : ConditionEvaluationResult.enabled("");
        }
    }
}
