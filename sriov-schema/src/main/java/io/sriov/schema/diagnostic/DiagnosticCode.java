package io.sriov.schema.diagnostic;

/// The stable name of one kind of problem, in words: `unknown-parameter`.
///
/// Programs match on it, so a code never changes its meaning. Each stage declares its codes in an
/// enum that implements this interface; a vendor's plug-in adds its own the same way.
@FunctionalInterface
public interface DiagnosticCode {

    /// {@return the code in words: lower-case ASCII letters, digits and hyphens}
    String code();
}
