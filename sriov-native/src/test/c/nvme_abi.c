/*
 * Prints the size, member offsets and request number of the passthrough of NVMe admin commands as
 * this machine's kernel headers have them.
 */
#include <linux/nvme_ioctl.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define MEMBER(member)                                                                                \
    printf("nvme_passthru_cmd.%s %zu %zu\n", #member, offsetof(struct nvme_admin_cmd, member),        \
           sizeof(((struct nvme_admin_cmd *)0)->member))

int main(void)
{
    printf("nvme_passthru_cmd %zu\n", sizeof(struct nvme_admin_cmd));
    MEMBER(opcode);
    MEMBER(flags);
    MEMBER(rsvd1);
    MEMBER(nsid);
    MEMBER(cdw2);
    MEMBER(cdw3);
    MEMBER(metadata);
    MEMBER(addr);
    MEMBER(metadata_len);
    MEMBER(data_len);
    MEMBER(cdw10);
    MEMBER(cdw11);
    MEMBER(cdw12);
    MEMBER(cdw13);
    MEMBER(cdw14);
    MEMBER(cdw15);
    MEMBER(timeout_ms);
    MEMBER(result);
    printf("NVME_IOCTL_ADMIN_CMD 0x%lx\n", (unsigned long)NVME_IOCTL_ADMIN_CMD);
    return 0;
}
