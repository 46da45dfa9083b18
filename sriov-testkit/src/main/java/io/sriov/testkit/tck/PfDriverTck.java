package io.sriov.testkit.tck;

/// What every [io.sriov.driver.PfDriver] promises, and its [io.sriov.driver.PfDriverProvider].
///
/// ```java
/// class VendorTckTest extends PfDriverTck {
///     @Override
///     protected PfDriverBench open() {
///         return new VendorBench();
///     }
/// }
/// ```
///
/// After the last clause the certificate is written, see [#certificate()], and told of, see
/// [#certified(Certificate)]. Each clause that fails is a test that fails, with the clause's
/// number, its rule, what was found, and where the rule comes from.
public abstract class PfDriverTck extends ThreadClauses {
    /// For subclasses.
    protected PfDriverTck() {}
}
