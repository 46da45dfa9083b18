package io.sriov.schema.nvlist;

/// The type of a pair: its number in the packed form (`NV_TYPE_*` in `sys/sys/nv.h`) and the word
/// `nvlist_fdump` prints for it.
///
/// No [NvValue] is of type [#DESCRIPTOR] or [#DESCRIPTOR_ARRAY]: a file descriptor travels beside
/// the bytes, over a Unix-domain socket (`nvlist_send`), and cannot be packed. Bytes that hold one
/// fail to unpack, as with `nvlist_unpack`.
public enum NvType {
    NULL(1, "NULL"),
    BOOL(2, "BOOL"),
    NUMBER(3, "NUMBER"),
    STRING(4, "STRING"),
    NVLIST(5, "NVLIST"),
    DESCRIPTOR(6, "DESCRIPTOR"),
    BINARY(7, "BINARY"),
    BOOL_ARRAY(8, "BOOL ARRAY"),
    NUMBER_ARRAY(9, "NUMBER ARRAY"),
    STRING_ARRAY(10, "STRING ARRAY"),
    NVLIST_ARRAY(11, "NVLIST ARRAY"),
    DESCRIPTOR_ARRAY(12, "DESCRIPTOR ARRAY");

    private final int code;
    private final String text;

    NvType(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// {@return the number of this type in a packed pair, 1 to 12}
    public int code() {
        return code;
    }

    /// {@return the word for this type in the output of `nvlist_fdump`, such as `BOOL ARRAY`}
    public String text() {
        return text;
    }
}
