package io.sriov.plan;

import io.sriov.schema.config.IovConfig;
import java.util.List;

/// One thing that is done to a PF.
///
/// The steps are those of kernels that create and destroy all VFs of a PF in one shot. Kernels that
/// can do less at a time bring more kinds of step; a `switch` over them is meant to be revisited
/// then.
public sealed interface Step {

    /// {@return the step for people, in the imperative: `destroy 3 VFs of ix0`}
    String description();

    /// {@return the name of the kind of step for programs: `destroy-vfs`}
    String kind();

    /// Destroy all VFs.
    ///
    /// @param device the PF's device name
    /// @param numVfs how many there are
    record DestroyVfs(String device, int numVfs) implements Step {
        @Override
        public String description() {
            return "destroy " + Counted.vfs(numVfs) + " of " + device;
        }

        @Override
        public String kind() {
            return "destroy-vfs";
        }
    }

    /// Create all VFs of a configuration, each with its parameters.
    ///
    /// @param config the configuration
    record CreateVfs(IovConfig config) implements Step {
        @Override
        public String description() {
            return "create " + Counted.vfs(config.numVfs()) + " of " + config.device();
        }

        @Override
        public String kind() {
            return "create-vfs";
        }
    }

    /// Attach the drivers that VFs are meant for, and that have been detached.
    ///
    /// @param device the PF's device name
    /// @param indices the VFs' numbers, ascending; one at least
    record AttachVfs(String device, List<Integer> indices) implements Step {
        /// Copies the list.
        ///
        /// @throws IllegalArgumentException if there is no VF
        public AttachVfs {
            indices = List.copyOf(indices);
            if (indices.isEmpty()) {
                throw new IllegalArgumentException("no VF is to be attached");
            }
        }

        @Override
        public String description() {
            return indices.size() == 1
                    ? "attach the driver of " + device + " " + IovConfig.vfName(indices.getFirst())
                    : "attach the drivers of " + Counted.vfs(indices.size()) + " of " + device;
        }

        @Override
        public String kind() {
            return "attach-vfs";
        }
    }
}
