/*
 * Prints the sizes, member offsets and request numbers of FreeBSD's interface to SR-IOV and PCI, as a
 * C compiler computes them for this machine. The declarations are written from the documented layouts
 * of sys/iov.h, sys/pciio.h, sys/bus.h, sys/dirent.h, ifaddrs.h and sys/ioccom.h.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef unsigned long bsd_u_long;
typedef int bsd_enum;

#define IOC_PARAMETER_BITS 13
#define IOC_NUMBER(direction, group, number, size)                                                    \
    ((bsd_u_long)((direction) | (((size) & ((1UL << IOC_PARAMETER_BITS) - 1)) << 16)                  \
                  | ((bsd_u_long)(group) << 8) | (number)))
#define IO_NONE(group, number) IOC_NUMBER(0x20000000UL, group, number, 0UL)
#define IO_IN(group, number, type) IOC_NUMBER(0x80000000UL, group, number, sizeof(type))
#define IO_INOUT(group, number, type) IOC_NUMBER(0xc0000000UL, group, number, sizeof(type))

struct pcisel {
    uint32_t pc_domain;
    uint8_t pc_bus;
    uint8_t pc_dev;
    uint8_t pc_func;
};

#define CONF_MEMBERS                                                                                  \
    struct pcisel pc_sel;                                                                             \
    uint8_t pc_hdr;                                                                                   \
    uint16_t pc_subvendor;                                                                            \
    uint16_t pc_subdevice;                                                                            \
    uint16_t pc_vendor;                                                                               \
    uint16_t pc_device;                                                                               \
    uint8_t pc_class;                                                                                 \
    uint8_t pc_subclass;                                                                              \
    uint8_t pc_progif;                                                                                \
    uint8_t pc_revid;                                                                                 \
    char pd_name[16 + 1];                                                                             \
    bsd_u_long pd_unit;

struct pci_conf_14 {
    CONF_MEMBERS
};

struct pci_conf {
    CONF_MEMBERS
    int pd_numa_domain;
    size_t pc_reported_len;
    char pc_spare[64];
};

struct pci_match_conf {
    struct pcisel pc_sel;
    char pd_name[16 + 1];
    bsd_u_long pd_unit;
    uint16_t pc_vendor;
    uint16_t pc_device;
    uint8_t pc_class;
    bsd_enum flags;
};

struct pci_conf_io {
    uint32_t pat_buf_len;
    uint32_t num_patterns;
    struct pci_match_conf *patterns;
    uint32_t match_buf_len;
    uint32_t num_matches;
    struct pci_conf *matches;
    uint32_t offset;
    uint32_t generation;
    bsd_enum status;
};

struct pci_io {
    struct pcisel pi_sel;
    int pi_reg;
    int pi_width;
    uint32_t pi_data;
};

struct pci_bar_io {
    struct pcisel pbi_sel;
    int pbi_reg;
    int pbi_enabled;
    uint64_t pbi_base;
    uint64_t pbi_length;
};

struct pci_iov_arg {
    void *config;
    size_t len;
};

struct pci_iov_schema {
    void *schema;
    size_t len;
    int error;
};

struct pci_iov_status {
    uint64_t status;
    uint64_t len;
    int error;
};

struct devreq_buffer {
    void *buffer;
    size_t length;
};

struct devreq {
    char dr_name[128];
    int dr_flags;
    union {
        struct devreq_buffer dru_buffer;
        void *dru_data;
    } dr_dru;
};

struct dirent {
    uint64_t d_fileno;
    int64_t d_off;
    uint16_t d_reclen;
    uint8_t d_type;
    uint8_t d_pad0;
    uint16_t d_namlen;
    uint16_t d_pad1;
    char d_name[255 + 1];
};

struct ifaddrs {
    struct ifaddrs *ifa_next;
    char *ifa_name;
    unsigned int ifa_flags;
    void *ifa_addr;
    void *ifa_netmask;
    void *ifa_dstaddr;
    void *ifa_data;
};

#define SIZE(type) printf("%s %zu\n", #type, sizeof(struct type))
#define MEMBER(type, member)                                                                          \
    printf("%s.%s %zu %zu\n", #type, #member, offsetof(struct type, member),                          \
           sizeof(((struct type *)0)->member))
#define REQUEST(name, number) printf("%s 0x%lx\n", name, number)

int main(void)
{
    SIZE(pcisel);
    MEMBER(pcisel, pc_domain);
    MEMBER(pcisel, pc_bus);
    MEMBER(pcisel, pc_dev);
    MEMBER(pcisel, pc_func);
#define CONF(type)                                                                                    \
    SIZE(type);                                                                                       \
    MEMBER(type, pc_sel);                                                                             \
    MEMBER(type, pc_hdr);                                                                             \
    MEMBER(type, pc_subvendor);                                                                       \
    MEMBER(type, pc_subdevice);                                                                       \
    MEMBER(type, pc_vendor);                                                                          \
    MEMBER(type, pc_device);                                                                          \
    MEMBER(type, pc_class);                                                                           \
    MEMBER(type, pc_subclass);                                                                        \
    MEMBER(type, pc_progif);                                                                          \
    MEMBER(type, pc_revid);                                                                           \
    MEMBER(type, pd_name);                                                                            \
    MEMBER(type, pd_unit)
    CONF(pci_conf_14);
    CONF(pci_conf);
    MEMBER(pci_conf, pd_numa_domain);
    MEMBER(pci_conf, pc_reported_len);
    MEMBER(pci_conf, pc_spare);
    SIZE(pci_match_conf);
    MEMBER(pci_match_conf, pc_sel);
    MEMBER(pci_match_conf, pd_name);
    MEMBER(pci_match_conf, pd_unit);
    MEMBER(pci_match_conf, pc_vendor);
    MEMBER(pci_match_conf, pc_device);
    MEMBER(pci_match_conf, pc_class);
    MEMBER(pci_match_conf, flags);
    SIZE(pci_conf_io);
    MEMBER(pci_conf_io, pat_buf_len);
    MEMBER(pci_conf_io, num_patterns);
    MEMBER(pci_conf_io, patterns);
    MEMBER(pci_conf_io, match_buf_len);
    MEMBER(pci_conf_io, num_matches);
    MEMBER(pci_conf_io, matches);
    MEMBER(pci_conf_io, offset);
    MEMBER(pci_conf_io, generation);
    MEMBER(pci_conf_io, status);
    SIZE(pci_io);
    MEMBER(pci_io, pi_sel);
    MEMBER(pci_io, pi_reg);
    MEMBER(pci_io, pi_width);
    MEMBER(pci_io, pi_data);
    SIZE(pci_bar_io);
    MEMBER(pci_bar_io, pbi_sel);
    MEMBER(pci_bar_io, pbi_reg);
    MEMBER(pci_bar_io, pbi_enabled);
    MEMBER(pci_bar_io, pbi_base);
    MEMBER(pci_bar_io, pbi_length);
    SIZE(pci_iov_arg);
    MEMBER(pci_iov_arg, config);
    MEMBER(pci_iov_arg, len);
    SIZE(pci_iov_schema);
    MEMBER(pci_iov_schema, schema);
    MEMBER(pci_iov_schema, len);
    MEMBER(pci_iov_schema, error);
    SIZE(pci_iov_status);
    MEMBER(pci_iov_status, status);
    MEMBER(pci_iov_status, len);
    MEMBER(pci_iov_status, error);
    SIZE(devreq);
    MEMBER(devreq, dr_name);
    MEMBER(devreq, dr_flags);
    MEMBER(devreq, dr_dru);
    SIZE(dirent);
    MEMBER(dirent, d_fileno);
    MEMBER(dirent, d_off);
    MEMBER(dirent, d_reclen);
    MEMBER(dirent, d_type);
    MEMBER(dirent, d_pad0);
    MEMBER(dirent, d_namlen);
    MEMBER(dirent, d_pad1);
    MEMBER(dirent, d_name);
    SIZE(ifaddrs);
    MEMBER(ifaddrs, ifa_next);
    MEMBER(ifaddrs, ifa_name);
    MEMBER(ifaddrs, ifa_flags);
    MEMBER(ifaddrs, ifa_addr);
    MEMBER(ifaddrs, ifa_netmask);
    MEMBER(ifaddrs, ifa_dstaddr);
    MEMBER(ifaddrs, ifa_data);
    REQUEST("IOV_CONFIG", IO_IN('p', 10, struct pci_iov_arg));
    REQUEST("IOV_DELETE", IO_NONE('p', 11));
    REQUEST("IOV_GET_SCHEMA", IO_INOUT('p', 12, struct pci_iov_schema));
    REQUEST("IOV_GET_STATUS", IO_INOUT('p', 13, struct pci_iov_status));
    REQUEST("PCIOCREAD", IO_INOUT('p', 2, struct pci_io));
    REQUEST("PCIOCWRITE", IO_INOUT('p', 3, struct pci_io));
    REQUEST("PCIOCATTACHED", IO_INOUT('p', 4, struct pci_io));
    REQUEST("PCIOCGETCONF_14", IO_INOUT('p', 5, struct pci_conf_io));
    REQUEST("PCIOCGETBAR", IO_INOUT('p', 6, struct pci_bar_io));
    REQUEST("PCIOCGETCONF", IO_INOUT('p', 10, struct pci_conf_io));
    REQUEST("DEV_ATTACH", IO_IN('D', 1, struct devreq));
    REQUEST("DEV_DETACH", IO_IN('D', 2, struct devreq));
    return 0;
}
