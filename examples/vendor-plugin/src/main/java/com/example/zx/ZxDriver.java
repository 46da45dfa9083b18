package com.example.zx;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The driver of one card. It keeps nothing: whatever it wants to know stands in the card, so that
/// another process may go on where this one ends.
final class ZxDriver implements PfDriver {
    private static final System.Logger LOG = System.getLogger(ZxDriver.class.getName());

    private final Card card;

    /// Where the mailbox is; a card may be out of reach until it is needed.
    interface Card {
        Mailbox mailbox() throws PfDriverException;
    }

    ZxDriver(Card card) {
        this.card = card;
    }

    @Override
    public PfSchema schema() {
        return Setting.SCHEMA;
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        return new ZxRules(config).problems();
    }

    // snippet: life
    @Override
    public void init(int numVfs, DriverParameters pf) throws PfDriverException {
        Mailbox mailbox = card.mailbox();
        mailbox.releaseEngines();
        set(mailbox, Mailbox.PF, Setting.POWER_LIMIT, pf);
    }

    /// A VF that is refused is left as it was: nothing is set before all is known to be in range,
    /// and the engines, of which there may be too few, come first.
    @Override
    public void addVf(int index, DriverParameters vf) throws PfDriverException {
        for (Setting setting : Setting.ofVf()) {
            checkRange(index, setting, vf);
        }
        Mailbox mailbox = card.mailbox();
        for (Setting setting : Setting.ofVf()) {
            set(mailbox, index, setting, vf);
        }
    }

    private static void checkRange(int vf, Setting setting, DriverParameters given)
            throws PfDriverException {
        Optional<ParameterValue> value = given.value(setting.parameterName());
        if (value.isPresent() && !setting.takes(value.get())) {
            throw Mailbox.refusal(Mailbox.OUT_OF_RANGE, vf, setting);
        }
    }

    /// What is not given is not written.
    private static void set(Mailbox mailbox, int vf, Setting setting, DriverParameters given)
            throws PfDriverException {
        Optional<ParameterValue> value = given.value(setting.parameterName());
        if (value.isPresent()) {
            mailbox.set(vf, setting, Setting.bits(value.get()));
        }
    }

    /// The VFs are gone either way; what cannot be released now is by the next init.
    @Override
    public void uninit() {
        try {
            card.mailbox().releaseEngines();
        } catch (PfDriverException e) {
            LOG.log(System.Logger.Level.WARNING, "engines stay assigned: {0}", e.getMessage());
        }
    }

    // end

    // snippet: read-back
    @Override
    public List<ParameterMismatch> compare(int index, DriverParameters vf)
            throws PfDriverException {
        Mailbox mailbox = card.mailbox();
        var mismatches = new ArrayList<ParameterMismatch>();
        for (Setting setting : Setting.ofVf()) {
            Optional<ParameterValue> declared = vf.value(setting.parameterName());
            if (declared.isPresent()) {
                ParameterValue found = setting.value(mailbox.get(index, setting));
                if (!found.equals(declared.get())) {
                    mismatches.add(
                            new ParameterMismatch(
                                    IovConfig.vfName(index),
                                    setting.parameterName(),
                                    declared.get().text(),
                                    found.text()));
                }
            }
        }
        return mismatches;
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        Mailbox mailbox = card.mailbox();
        var readings = new ArrayList<ParameterReading>();
        for (Setting setting : Setting.ofVf()) {
            ParameterValue found = setting.value(mailbox.get(index, setting));
            readings.add(ParameterReading.known(setting.parameterName(), found.text()));
        }
        return readings;
    }
    // end
}
