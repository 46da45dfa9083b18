package io.sriov.linux.driver;

import io.sriov.driver.DriverParameters;
import io.sriov.linux.nvme.FlexibleResource;
import io.sriov.linux.nvme.SecondaryController;
import java.util.Optional;

/// What a configuration wants of a secondary controller; empty is what is to stay as it is.
///
/// @param vq how many flexible queues, 0..65535
/// @param vi how many flexible interrupt vectors, 0..65535
/// @param online whether it is to be online
record VfAllotment(Optional<Integer> vq, Optional<Integer> vi, Optional<Boolean> online) {
    static final String VQ_RESOURCES = "vq-resources";
    static final String VI_RESOURCES = "vi-resources";
    static final String ONLINE = "online";

    static VfAllotment of(DriverParameters vf) {
        return new VfAllotment(
                vf.uint(VQ_RESOURCES).map(Math::toIntExact),
                vf.uint(VI_RESOURCES).map(Math::toIntExact),
                vf.bool(ONLINE));
    }

    /// {@return the name of the parameter that sets a type of resources}
    static String parameter(FlexibleResource type) {
        return switch (type) {
            case VQ -> VQ_RESOURCES;
            case VI -> VI_RESOURCES;
        };
    }

    boolean isEmpty() {
        return vq.isEmpty() && vi.isEmpty() && online.isEmpty();
    }

    Optional<Integer> resources(FlexibleResource type) {
        return switch (type) {
            case VQ -> vq;
            case VI -> vi;
        };
    }

    /// {@return what a controller is to be, with what is not wanted otherwise as it is}
    SecondaryController appliedTo(SecondaryController now) {
        return new SecondaryController(
                now.id(),
                now.virtualFunction(),
                online.orElse(now.online()),
                vq.orElse(now.vq()),
                vi.orElse(now.vi()));
    }
}
