// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The PF driver of the lab: creates VFs as it is told to, so that a test can
 * see what becomes of a PF driver's answers that the emulated devices' own
 * drivers never give. It has no IDs and binds by driver_override alone.
 *
 * It is told through its parameters, /sys/module/sriov_lab/parameters/NAME.
 * A wait is over when its time is, or its parameter is 0: it always ends.
 */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/pci.h>
#include <linux/string.h>

#define LONGEST_MS 60000
#define LOOK_MS 10

static int fewer;
module_param(fewer, int, 0600);
MODULE_PARM_DESC(fewer, "how many VFs fewer than asked for are created, and reported as a success");

static int refuse;
module_param(refuse, int, 0600);
MODULE_PARM_DESC(refuse, "error number to be returned in place of creating VFs; 0 for none");

static int times = -1;
module_param(times, int, 0600);
MODULE_PARM_DESC(times, "how often refuse is returned before VFs are created; -1 for always");

static int before;
module_param(before, int, 0600);
MODULE_PARM_DESC(before, "milliseconds to wait before VFs are created or destroyed");

static int after;
module_param(after, int, 0600);
MODULE_PARM_DESC(after, "milliseconds to wait after VFs have been created or destroyed");

static int bind;
module_param(bind, int, 0600);
MODULE_PARM_DESC(bind, "milliseconds to wait before vfio-pci is bound to the VF bind_vf of a PF of this driver");

static int bind_vf;
module_param(bind_vf, int, 0600);
MODULE_PARM_DESC(bind_vf, "number of the VF that bind is about");

static atomic_t waiting_now = ATOMIC_INIT(0);

static int waiting_get(char *text, const struct kernel_param *unused)
{
	return sysfs_emit(text, "%d\n", atomic_read(&waiting_now));
}

static const struct kernel_param_ops waiting_ops = {
	.get = waiting_get,
};

module_param_cb(waiting, &waiting_ops, NULL, 0400);
MODULE_PARM_DESC(waiting, "how many threads are in a wait now");

/* No signal ends it, as none ends a wait for a device or for a guest. */
static void nap(const int *ms)
{
	int left = min(READ_ONCE(*ms), LONGEST_MS);

	if (left <= 0)
		return;
	atomic_inc(&waiting_now);
	for (; left > 0 && READ_ONCE(*ms) > 0; left -= LOOK_MS)
		msleep(LOOK_MS);
	atomic_dec(&waiting_now);
}

static int create(struct pci_dev *pf, int count)
{
	int error;

	if (READ_ONCE(refuse) && READ_ONCE(times)) {
		if (times > 0)
			times--;
		return -READ_ONCE(refuse);
	}
	count -= READ_ONCE(fewer);
	if (count <= 0)
		return 0;
	error = pci_enable_sriov(pf, count);
	return error ? error : count;
}

static int sriov_lab_configure(struct pci_dev *pf, int count)
{
	int created = 0;

	nap(&before);
	if (count)
		created = create(pf, count);
	else
		pci_disable_sriov(pf);
	nap(&after);
	return created;
}

static int sriov_lab_probe(struct pci_dev *pf, const struct pci_device_id *unused)
{
	int error = pcim_enable_device(pf);

	if (!error)
		pci_set_master(pf);
	return error;
}

static void sriov_lab_remove(struct pci_dev *pf)
{
	pci_disable_sriov(pf);
}

static struct pci_driver sriov_lab = {
	.name = "sriov-lab",
	.probe = sriov_lab_probe,
	.remove = sriov_lab_remove,
	.sriov_configure = sriov_lab_configure,
};

static int at_bind(struct notifier_block *unused, unsigned long event, void *data)
{
	struct pci_dev *vf = to_pci_dev(data);

	/* Of drivers that it will keep away (sriov_drivers_autoprobe), the kernel tells as well. */
	if (event == BUS_NOTIFY_BIND_DRIVER && vf->is_virtfn && !strcmp(vf->dev.driver->name, "vfio-pci") &&
	    pci_physfn(vf)->driver == &sriov_lab && pci_iov_vf_id(vf) == READ_ONCE(bind_vf))
		nap(&bind);
	return NOTIFY_OK;
}

static struct notifier_block binding = {
	.notifier_call = at_bind,
};

static int __init sriov_lab_init(void)
{
	int error = bus_register_notifier(&pci_bus_type, &binding);

	if (error)
		return error;
	error = pci_register_driver(&sriov_lab);
	if (error)
		bus_unregister_notifier(&pci_bus_type, &binding);
	return error;
}
module_init(sriov_lab_init);

static void __exit sriov_lab_exit(void)
{
	pci_unregister_driver(&sriov_lab);
	bus_unregister_notifier(&pci_bus_type, &binding);
}
module_exit(sriov_lab_exit);

MODULE_DESCRIPTION("A PF driver that does as a test tells it");
MODULE_LICENSE("GPL");
