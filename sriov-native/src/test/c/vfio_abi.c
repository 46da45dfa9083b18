/*
 * Prints the sizes, member offsets, request numbers and constants of VFIO as this machine's kernel
 * headers have them. What the headers are too old for is said to be absent.
 *
 * The size of a structure is told up to the end of its last member that every kernel knows.
 */
#include <linux/vfio.h>
#include <stddef.h>
#include <stdio.h>

#define END(type, member) (offsetof(struct type, member) + sizeof(((struct type *)0)->member))
#define SIZE(type, last) printf("%s %zu\n", #type, END(type, last))
#define MEMBER(type, member)                                                                          \
    printf("%s.%s %zu %zu\n", #type, #member, offsetof(struct type, member),                          \
           sizeof(((struct type *)0)->member))
#define NUMBER(name) printf("%s 0x%lx\n", #name, (unsigned long)(name))
#define ABSENT(name) printf("absent %s\n", #name)

int main(void)
{
    SIZE(vfio_group_status, flags);
    MEMBER(vfio_group_status, argsz);
    MEMBER(vfio_group_status, flags);
    SIZE(vfio_device_info, cap_offset);
    MEMBER(vfio_device_info, argsz);
    MEMBER(vfio_device_info, flags);
    MEMBER(vfio_device_info, num_regions);
    MEMBER(vfio_device_info, num_irqs);
    MEMBER(vfio_device_info, cap_offset);
    SIZE(vfio_region_info, offset);
    MEMBER(vfio_region_info, argsz);
    MEMBER(vfio_region_info, flags);
    MEMBER(vfio_region_info, index);
    MEMBER(vfio_region_info, cap_offset);
    MEMBER(vfio_region_info, size);
    MEMBER(vfio_region_info, offset);
    SIZE(vfio_irq_info, count);
    MEMBER(vfio_irq_info, argsz);
    MEMBER(vfio_irq_info, flags);
    MEMBER(vfio_irq_info, index);
    MEMBER(vfio_irq_info, count);
    printf("vfio_device_feature %zu\n", sizeof(struct vfio_device_feature));
    MEMBER(vfio_device_feature, argsz);
    MEMBER(vfio_device_feature, flags);
    printf("vfio_device_feature.data %zu 0\n", offsetof(struct vfio_device_feature, data));

    NUMBER(VFIO_GET_API_VERSION);
    NUMBER(VFIO_CHECK_EXTENSION);
    NUMBER(VFIO_SET_IOMMU);
    NUMBER(VFIO_GROUP_GET_STATUS);
    NUMBER(VFIO_GROUP_SET_CONTAINER);
    NUMBER(VFIO_GROUP_UNSET_CONTAINER);
    NUMBER(VFIO_GROUP_GET_DEVICE_FD);
    NUMBER(VFIO_DEVICE_GET_INFO);
    NUMBER(VFIO_DEVICE_GET_REGION_INFO);
    NUMBER(VFIO_DEVICE_GET_IRQ_INFO);
    NUMBER(VFIO_DEVICE_RESET);
    NUMBER(VFIO_DEVICE_FEATURE);

    NUMBER(VFIO_API_VERSION);
    NUMBER(VFIO_TYPE1_IOMMU);
    NUMBER(VFIO_TYPE1v2_IOMMU);
    NUMBER(VFIO_NOIOMMU_IOMMU);
    NUMBER(VFIO_GROUP_FLAGS_VIABLE);
    NUMBER(VFIO_GROUP_FLAGS_CONTAINER_SET);
    NUMBER(VFIO_DEVICE_FLAGS_RESET);
    NUMBER(VFIO_DEVICE_FLAGS_PCI);
    NUMBER(VFIO_REGION_INFO_FLAG_READ);
    NUMBER(VFIO_REGION_INFO_FLAG_WRITE);
    NUMBER(VFIO_REGION_INFO_FLAG_MMAP);
    NUMBER(VFIO_PCI_BAR0_REGION_INDEX);
    NUMBER(VFIO_PCI_ROM_REGION_INDEX);
    NUMBER(VFIO_PCI_CONFIG_REGION_INDEX);
    NUMBER(VFIO_IRQ_INFO_EVENTFD);
    NUMBER(VFIO_IRQ_INFO_MASKABLE);
    NUMBER(VFIO_IRQ_INFO_NORESIZE);
    NUMBER(VFIO_PCI_INTX_IRQ_INDEX);
    NUMBER(VFIO_PCI_MSI_IRQ_INDEX);
    NUMBER(VFIO_PCI_MSIX_IRQ_INDEX);
    NUMBER(VFIO_DEVICE_FEATURE_SET);
    NUMBER(VFIO_DEVICE_FEATURE_PCI_VF_TOKEN);

#ifdef VFIO_DEVICE_BIND_IOMMUFD
    NUMBER(VFIO_DEVICE_BIND_IOMMUFD);
    MEMBER(vfio_device_bind_iommufd, argsz);
    MEMBER(vfio_device_bind_iommufd, flags);
    MEMBER(vfio_device_bind_iommufd, iommufd);
    MEMBER(vfio_device_bind_iommufd, out_devid);
#else
    ABSENT(VFIO_DEVICE_BIND_IOMMUFD);
    ABSENT(vfio_device_bind_iommufd.argsz);
    ABSENT(vfio_device_bind_iommufd.flags);
    ABSENT(vfio_device_bind_iommufd.iommufd);
    ABSENT(vfio_device_bind_iommufd.out_devid);
#endif
#ifdef VFIO_DEVICE_BIND_FLAG_TOKEN
    NUMBER(VFIO_DEVICE_BIND_FLAG_TOKEN);
    SIZE(vfio_device_bind_iommufd, token_uuid_ptr);
    MEMBER(vfio_device_bind_iommufd, token_uuid_ptr);
#else
    ABSENT(VFIO_DEVICE_BIND_FLAG_TOKEN);
    ABSENT(vfio_device_bind_iommufd);
    ABSENT(vfio_device_bind_iommufd.token_uuid_ptr);
#endif
    return 0;
}
