package io.sriov.schema.ucl;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.base.DecorableTSFactory.DecorableTSFBuilder;

/// Configures a [UclFactory].
///
/// Includes are off until [#includeRoot] names the directory they may read from:
///
/// ```java
/// UclFactory factory = UclFactory.builder()
///         .includeRoot(Path.of("/etc/iov"))
///         .variable("HOST", "node1")
///         .build();
/// ```
public final class UclFactoryBuilder extends DecorableTSFBuilder<UclFactory, UclFactoryBuilder> {

    private final LinkedHashMap<String, String> variables;
    private UclIncludeRules includeRules;

    UclFactoryBuilder() {
        super(
                StreamReadConstraints.defaults(),
                StreamWriteConstraints.defaults(),
                ErrorReportConfiguration.defaults(),
                UclReadFeature.defaults(),
                writeFeatureDefaults());
        this.variables = new LinkedHashMap<>();
        this.includeRules = UclIncludeRules.DEFAULT;
    }

    UclFactoryBuilder(UclFactory base) {
        super(base);
        this.variables = new LinkedHashMap<>(base.variables());
        this.includeRules = base.includeRules();
    }

    /// Enables a feature of the reader.
    ///
    /// @param feature the feature
    /// @return this builder
    public UclFactoryBuilder enable(UclReadFeature feature) {
        _formatReadFeatures |= feature.getMask();
        return this;
    }

    /// Disables a feature of the reader.
    ///
    /// @param feature the feature
    /// @return this builder
    public UclFactoryBuilder disable(UclReadFeature feature) {
        _formatReadFeatures &= ~feature.getMask();
        return this;
    }

    /// Enables or disables a feature of the reader.
    ///
    /// @param feature the feature
    /// @param state whether it is to be enabled
    /// @return this builder
    public UclFactoryBuilder configure(UclReadFeature feature, boolean state) {
        return state ? enable(feature) : disable(feature);
    }

    /// Enables a feature of the writer.
    ///
    /// @param feature the feature
    /// @return this builder
    public UclFactoryBuilder enable(UclWriteFeature feature) {
        _formatWriteFeatures |= feature.getMask();
        return this;
    }

    /// Disables a feature of the writer.
    ///
    /// @param feature the feature
    /// @return this builder
    public UclFactoryBuilder disable(UclWriteFeature feature) {
        _formatWriteFeatures &= ~feature.getMask();
        return this;
    }

    /// Enables or disables a feature of the writer.
    ///
    /// @param feature the feature
    /// @param state whether it is to be enabled
    /// @return this builder
    public UclFactoryBuilder configure(UclWriteFeature feature, boolean state) {
        return state ? enable(feature) : disable(feature);
    }

    /// Defines a variable, so that `$NAME` and `${NAME}` in the text stand for `value`.
    ///
    /// As in libucl, `$NAME` matches the first variable, in order of definition, whose name the
    /// text after the dollar sign *begins* with; `${NAME}` matches the whole name. Two variables
    /// are always there, before all others: `FILENAME`, the real path of the file being read, or
    /// `undef` for text that is not a file; and `CURDIR`, the directory of that file, or the
    /// [working directory][#workingDirectory]. No other is predefined, `PID` neither; who wants it
    /// defines it: `variable("PID", Long.toString(ProcessHandle.current().pid()))`.
    ///
    /// @param name the name without the dollar sign, not empty
    /// @param value what it stands for; not expanded again
    /// @return this builder
    public UclFactoryBuilder variable(String name, String value) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a variable needs a name");
        }
        variables.put(name, Objects.requireNonNull(value));
        return this;
    }

    /// Defines every entry of `values` as a [variable][#variable(String, String)], in the map's
    /// order.
    ///
    /// @param values names and what they stand for
    /// @return this builder
    public UclFactoryBuilder variables(Map<String, String> values) {
        values.forEach(this::variable);
        return this;
    }

    /// Lets text include files below `root`, and enables [UclReadFeature#INCLUDES].
    ///
    /// Every file that a macro names is resolved to its real path, through all symbolic links; one
    /// outside `root` is an error at the macro, whether or not it exists and whatever the macro
    /// says about missing files. The file that is read first may be anywhere.
    ///
    /// @param root a directory; it must exist when text that includes something is read
    /// @return this builder
    public UclFactoryBuilder includeRoot(Path root) {
        includeRules = includeRules.withRoot(root.toAbsolutePath().toString());
        return enable(UclReadFeature.INCLUDES);
    }

    /// Sets the directory that relative file names in macros start from, and that `CURDIR` names
    /// for text that is not a file. Default: the working directory of the process, as in libucl;
    /// files that include their neighbours say `.include "${CURDIR}/neighbour.conf"`.
    ///
    /// @param directory the directory
    /// @return this builder
    public UclFactoryBuilder workingDirectory(Path directory) {
        includeRules = includeRules.withWorkingDirectory(directory.toAbsolutePath().toString());
        return this;
    }

    /// Limits how deep files may include files. Default: 15 below the first text, which is libucl's
    /// own limit.
    ///
    /// @param depth at least 0
    /// @return this builder
    public UclFactoryBuilder maxIncludeDepth(int depth) {
        includeRules = includeRules.withMaxDepth(notNegative(depth));
        return this;
    }

    /// Limits how many files one text may include, in all and counting repetitions. Default: 1000.
    ///
    /// @param files at least 0
    /// @return this builder
    public UclFactoryBuilder maxIncludedFiles(int files) {
        includeRules = includeRules.withMaxFiles(notNegative(files));
        return this;
    }

    /// Limits the size of all files that one text includes together. Default: 16 MiB.
    ///
    /// @param bytes at least 0
    /// @return this builder
    public UclFactoryBuilder maxIncludedBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative limit: " + bytes);
        }
        includeRules = includeRules.withMaxBytes(bytes);
        return this;
    }

    /// Limits how many values `.inherit` may copy in one text: a few lines of text can otherwise
    /// ask for any amount of memory. Default: 4,000,000.
    ///
    /// @param values at least 0
    /// @return this builder
    public UclFactoryBuilder maxInheritedValues(int values) {
        includeRules = includeRules.withMaxInherited(notNegative(values));
        return this;
    }

    private static int notNegative(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("negative limit: " + limit);
        }
        return limit;
    }

    Map<String, String> variables() {
        return variables;
    }

    UclIncludeRules includeRules() {
        return includeRules;
    }

    static int writeFeatureDefaults() {
        int flags = 0;
        for (UclWriteFeature feature : UclWriteFeature.values()) {
            if (feature.enabledByDefault()) {
                flags |= feature.getMask();
            }
        }
        return flags;
    }

    @Override
    public UclFactory build() {
        return new UclFactory(this);
    }
}
