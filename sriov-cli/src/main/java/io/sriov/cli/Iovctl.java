package io.sriov.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `iovctl` command.
@Command(
        name = "iovctl",
        mixinStandardHelpOptions = true,
        versionProvider = Iovctl.Version.class,
        description = "Configures SR-IOV devices.")
public final class Iovctl {
    private Iovctl() {}

    /// Runs the command and ends the JVM with its exit status.
    ///
    /// @param args the command line
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /// Runs the command in this JVM.
    ///
    /// @param args the command line
    /// @return the exit status
    static int run(String... args) {
        return new CommandLine(new Iovctl()).execute(args);
    }

    /// The version of the module, or of the jar where it is on the class path.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            ModuleDescriptor module = Iovctl.class.getModule().getDescriptor();
            String version =
                    module == null
                            ? Iovctl.class.getPackage().getImplementationVersion()
                            : module.rawVersion().orElse(null);
            return new String[] {"iovctl " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
