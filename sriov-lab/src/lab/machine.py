"""The machine as QEMU's arguments. Tests find its devices by the slots of its root ports (LabMachine.java)."""

import os

from packages import QEMU

# no_timer_check: on a busy host the emulated timer can seem not to work, and the kernel would panic.
# highres=off nohz=off: a tick that is lost there is followed by the next, where a single shot that is lost leaves its
# processor without timers for good ("rcu_preempt kthread starved").
KERNEL_ARGUMENTS = (
    "console=ttyS0 quiet loglevel=4 nowatchdog no_timer_check highres=off nohz=off panic=-1 oops=panic intel_iommu=on"
)
NVME_VFS = 127


def arguments(needed, initrd, shares, qmp, log, shell):
    """Gives the command; shares are directories by the tags under which the guest mounts them, log is QEMU's own."""
    accel = os.environ.get("SRIOV_LAB_ACCEL", "tcg")
    kvm = accel == "kvm"
    return [
        QEMU,
        "-accel", "kvm" if kvm else "tcg,thread=multi",
        "-machine", "q35,kernel-irqchip=split" if kvm else "q35",
        "-cpu", "max", "-smp", os.environ.get("SRIOV_LAB_CPUS", "2"), "-m", "1G",
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-D", str(log),
        "-kernel", str(needed.kernel / "vmlinuz"), "-initrd", str(initrd),
        "-append", KERNEL_ARGUMENTS + (" lab.shell" if shell else ""),
        "-serial", "mon:stdio" if shell else "stdio",
        # The guest's second serial port is a client of QEMU's own monitor: tests reach it as /dev/ttyS1 (Qmp.java).
        "-qmp", f"unix:{qmp},server=on,wait=off",
        "-chardev", f"socket,id=monitor,path={qmp}", "-serial", "chardev:monitor",
        "-device", "intel-iommu,intremap=on,caching-mode=on,device-iotlb=on",
        *(argument for tag, directory in shares.items() for argument in shared(tag, directory)),
        *igb("igb0", slot=1),
        *nvme("nvme0", slot=2),
        *igb("igb1", slot=3, port=",disable-acs=on"),
    ]  # fmt: skip


def shared(tag, path):
    """A directory of the host, which the guest may write to where its tag is "share"."""
    options = "" if tag == "share" else ",readonly=on"
    doubled = str(path).replace(",", ",,")
    return [
        "-fsdev", f"local,id={tag},path={doubled},security_model=none,multidevs=remap{options}",
        "-device", f"virtio-9p-pci,fsdev={tag},mount_tag={tag}",
    ]  # fmt: skip


def root_port(slot, options=""):
    """The root port rpN at 0000:00:1N.0."""
    place = f"bus=pcie.0,addr={0x10 + slot:#x},chassis={slot},slot={slot}"
    return ["-device", f"pcie-root-port,id=rp{slot},{place}{options}"]


def igb(name, slot, port=""):
    """An Intel 82576, whose driver gives 7 VFs, connected to nothing but its own VFs."""
    return [
        *root_port(slot, port),
        "-netdev", f"hubport,id={name}-net,hubid={slot}",
        "-device", f"igb,id={name},bus=rp{slot},netdev={name}-net,mac=52:54:00:00:01:{slot:02x}",
    ]  # fmt: skip


def nvme(name, slot):
    """An NVMe controller with as many VFs as QEMU has, two queues and one interrupt vector for each."""
    resources = (
        f"sriov_max_vfs={NVME_VFS},sriov_vq_flexible={2 * NVME_VFS},sriov_vi_flexible={NVME_VFS}"
        ",max_ioqpairs=300,msix_qsize=300"
    )
    return [
        *root_port(slot),
        "-device", f"nvme-subsys,id={name}-subsys,nqn={name}",
        "-device", f"nvme,id={name},bus=rp{slot},serial={name},subsys={name}-subsys,{resources}",
    ]  # fmt: skip
