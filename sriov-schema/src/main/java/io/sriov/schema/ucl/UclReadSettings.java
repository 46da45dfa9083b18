package io.sriov.schema.ucl;

import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.StreamReadConstraints;

/// What one parser was told.
///
/// @param features a mask of [UclReadFeature]s
/// @param constraints limits of every Jackson parser
/// @param includeRules limits of what text may make the reader open
/// @param errorReports how much of the content locations show
record UclReadSettings(
        int features,
        StreamReadConstraints constraints,
        UclIncludeRules includeRules,
        ErrorReportConfiguration errorReports) {

    boolean has(UclReadFeature feature) {
        return feature.enabledIn(features);
    }
}
