package com.example.zx;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import java.util.function.Function;

// snippet: provider
/// Takes ZX cards, whichever driver of the host has them.
public final class ZxDrivers implements PfDriverProvider {
    private static final int VENDOR = 0x1ded;
    private static final int ZX = 0x5a58;

    private final Function<PfIdentity, ZxDriver.Card> cards;

    /// For ServiceLoader.
    public ZxDrivers() {
        this(pf -> () -> new Mailbox(ResourceFile.of(pf.address())));
    }

    /// For tests, which have other cards.
    ZxDrivers(Function<PfIdentity, ZxDriver.Card> cards) {
        this.cards = cards;
    }

    @Override
    public String name() {
        return "zx";
    }

    @Override
    public boolean supports(PfIdentity pf) {
        return pf.vendorId() == VENDOR && pf.deviceId() == ZX;
    }

    @Override
    public PfDriver attach(PfIdentity pf) {
        return new ZxDriver(cards.apply(pf));
    }
}
// end
