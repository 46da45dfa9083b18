/// Schemas as files, in any format Jackson reads and writes, and the schemas of well-known drivers
/// that come with the SDK.
///
/// The infrastructure's own parameters are implied; a file has those of the driver:
///
/// ```json
/// {"pf": {"driver": {}},
///  "vf": {"driver": {
///     "mac-addr":       {"type": "unicast-mac"},
///     "mac-anti-spoof": {"type": "bool", "default": true},
///     "vlan":           {"type": "vlan", "default": "trunk", "description": "the VLAN of the VF"},
///     "group":          {"type": "uint8_t", "required": true}}}}
/// ```
package io.sriov.schema.file;
