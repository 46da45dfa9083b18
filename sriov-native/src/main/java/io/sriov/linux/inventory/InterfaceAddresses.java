package io.sriov.linux.inventory;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The IP addresses that network interfaces have.
@FunctionalInterface
public interface InterfaceAddresses {
    /// {@return the addresses of each interface by its name, without those that an interface gives
    /// itself as soon as it is up: link-local ones; empty where the kernel does not tell}
    Map<String, List<String>> read();

    /// {@return the addresses in this process's network namespace}
    static InterfaceAddresses system() {
        return () -> {
            try {
                Map<String, List<String>> addresses = new HashMap<>();
                NetworkInterface.networkInterfaces()
                        .forEach(one ->
                                addresses.put(
                                        one.getName(),
                                        one.inetAddresses()
                                                .filter(address -> !address.isLinkLocalAddress())
                                                .map(InterfaceAddresses::text)
                                                .toList()));
                return addresses;
            } catch (SocketException _) {
                return Map.of();
            }
        };
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
