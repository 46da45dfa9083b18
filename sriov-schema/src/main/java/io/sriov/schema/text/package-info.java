/// Texts as trees of located values: the one way in for schema files and configurations.
///
/// [io.sriov.schema.text.DocumentReader] reads UCL, JSON, YAML or anything else Jackson has a
/// parser for into a [io.sriov.schema.text.Document], in which every key and value knows where it
/// was written. What the values mean is for the packages `file` and `config` to say.
package io.sriov.schema.text;
