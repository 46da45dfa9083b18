package io.sriov.schema.ucl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Marks tests, of JUnit or jqwik, that ask libucl.
///
/// Where libucl or a C compiler is missing they are skipped, and the reason says what to install.
/// With `CI=true` in the environment they run, and fail, all the same: a build server that forgot
/// them must not look green.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresLibucl.ForJupiter.class)
@AddLifecycleHook(
        value = RequiresLibucl.ForJqwik.class,
        propagateTo = PropagationMode.ALL_DESCENDANTS)
public @interface RequiresLibucl {

    /// Decides for JUnit Jupiter.
    final class ForJupiter implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Requirement.skipReason()
                    .map(ConditionEvaluationResult::disabled)
                    .orElseGet(() -> ConditionEvaluationResult.enabled("libucl can be asked"));
        }
    }

    /// Decides for jqwik.
    final class ForJqwik implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return Requirement.skipReason().map(SkipResult::skip).orElseGet(SkipResult::doNotSkip);
        }
    }

    /// Why to skip, if at all.
    final class Requirement {
        private Requirement() {}

        static Optional<String> skipReason() {
            if ("true".equals(System.getenv("CI"))) {
                return Optional.empty();
            }
            Optional<String> missing = LibuclProbe.missing();
            missing.ifPresent(reason -> System.err.println("[SKIPPED] " + reason));
            return missing;
        }
    }
}
