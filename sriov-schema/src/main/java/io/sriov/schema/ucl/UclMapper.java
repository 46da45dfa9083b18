package io.sriov.schema.ucl;

import tools.jackson.core.Version;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MapperBuilderState;

/// An [ObjectMapper] that reads and writes UCL.
///
/// ```java
/// UclMapper mapper = UclMapper.builder()
///         .disable(UclReadFeature.IMPLICIT_ARRAYS)
///         .build();
/// JsonNode tree = mapper.readTree(Path.of("/etc/iov/ix0.conf"));
/// String text = mapper.writeValueAsString(Map.of("PF", Map.of("device", "ix0", "num_vfs", 4)));
/// ```
///
/// Immutable and thread-safe.
public class UclMapper extends ObjectMapper {

    private static final long serialVersionUID = 1L;

    /// Creates a mapper with default settings.
    public UclMapper() {
        this(new Builder(new UclFactory()));
    }

    /// Creates a mapper on a factory.
    ///
    /// @param factory makes its parsers and generators
    public UclMapper(UclFactory factory) {
        this(new Builder(factory));
    }

    /// Creates a mapper from a builder.
    ///
    /// @param builder the settings
    public UclMapper(Builder builder) {
        super(builder);
    }

    /// {@return a builder on a factory with default settings}
    public static Builder builder() {
        return new Builder(new UclFactory());
    }

    /// {@return a builder on `factory`}
    ///
    /// @param factory makes the parsers and generators
    public static Builder builder(UclFactory factory) {
        return new Builder(factory);
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson declares the result for every builder at once
    public Builder rebuild() {
        return new Builder((Builder.SavedState) _savedBuilderState);
    }

    @Override
    protected Object writeReplace() {
        return _savedBuilderState;
    }

    @Override
    protected Object readResolve() {
        throw new IllegalStateException("a mapper is serialized as its builder's state");
    }

    @Override
    public Version version() {
        return PackageVersion.VERSION;
    }

    @Override
    public UclFactory tokenStreamFactory() {
        return (UclFactory) _streamFactory;
    }

    /// {@return whether `feature` is enabled for reading}
    ///
    /// @param feature the feature asked about
    public boolean isEnabled(UclReadFeature feature) {
        return _deserializationConfig.hasFormatFeature(feature);
    }

    /// {@return whether `feature` is enabled for writing}
    ///
    /// @param feature the feature asked about
    public boolean isEnabled(UclWriteFeature feature) {
        return _serializationConfig.hasFormatFeature(feature);
    }

    /// Configures a [UclMapper].
    public static class Builder extends MapperBuilder<UclMapper, Builder> {

        /// Starts from a factory.
        ///
        /// @param factory makes the parsers and generators
        public Builder(UclFactory factory) {
            super(factory);
        }

        /// Starts from a mapper's settings.
        ///
        /// @param state the settings
        public Builder(SavedState state) {
            super(state);
        }

        @Override
        public UclMapper build() {
            return new UclMapper(this);
        }

        @Override
        protected MapperBuilderState _saveState() {
            return new SavedState(this);
        }

        /// Enables features of the reader.
        ///
        /// @param features the features
        /// @return this builder
        public Builder enable(UclReadFeature... features) {
            for (UclReadFeature feature : features) {
                _formatReadFeatures |= feature.getMask();
            }
            return this;
        }

        /// Disables features of the reader.
        ///
        /// @param features the features
        /// @return this builder
        public Builder disable(UclReadFeature... features) {
            for (UclReadFeature feature : features) {
                _formatReadFeatures &= ~feature.getMask();
            }
            return this;
        }

        /// Enables or disables a feature of the reader.
        ///
        /// @param feature the feature
        /// @param state whether it is to be enabled
        /// @return this builder
        public Builder configure(UclReadFeature feature, boolean state) {
            return state ? enable(feature) : disable(feature);
        }

        /// Enables features of the writer.
        ///
        /// @param features the features
        /// @return this builder
        public Builder enable(UclWriteFeature... features) {
            for (UclWriteFeature feature : features) {
                _formatWriteFeatures |= feature.getMask();
            }
            return this;
        }

        /// Disables features of the writer.
        ///
        /// @param features the features
        /// @return this builder
        public Builder disable(UclWriteFeature... features) {
            for (UclWriteFeature feature : features) {
                _formatWriteFeatures &= ~feature.getMask();
            }
            return this;
        }

        /// Enables or disables a feature of the writer.
        ///
        /// @param feature the feature
        /// @param state whether it is to be enabled
        /// @return this builder
        public Builder configure(UclWriteFeature feature, boolean state) {
            return state ? enable(feature) : disable(feature);
        }

        /// What survives serialization.
        protected static class SavedState extends MapperBuilderState {

            private static final long serialVersionUID = 1L;

            /// Saves a builder.
            ///
            /// @param builder the builder
            public SavedState(Builder builder) {
                super(builder);
            }

            @Override
            protected Object readResolve() {
                return new Builder(this).build();
            }
        }
    }
}
