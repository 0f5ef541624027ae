package noom.runtime;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses at which other computers in the network reach this one.
 *
 * <p>Skipped are: interfaces that are down, loopback, point-to-point links such as a VPN, link-local addresses (169.254.x.x,
 * which a computer takes that got none), and the bridges and adapters of Docker, Podman, Kubernetes, LXC, libvirt, Parallels,
 * VirtualBox, VMware and Hyper-V, which only this computer reaches. IPv6 is skipped, too: its addresses are too long to type.
 */
public final class NetworkAddresses {
    /** A Linux interface has such a name. On Windows the display name says so. */
    private static final Pattern VIRTUAL = Pattern.compile(
            "(docker|br-|veth|podman|cni|flannel|cali|virbr|vnet|lxc|lxd|vmnet|vboxnet|bridge1\\d\\d|tun|tap|utun|wg|zt|tailscale)"
                    + ".*|.*(VirtualBox|VMware|Hyper-V|vEthernet|TAP-Windows|WireGuard|OpenVPN).*");

    private NetworkAddresses() {}

    /** Finds the IPv4 addresses of now, in the order of the interfaces. Without a network the list is empty. */
    public static List<String> find() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(NetworkAddresses::isReal)
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkAddresses::addresses)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isReal(NetworkInterface network) {
        try {
            return network.isUp()
                    && !network.isLoopback()
                    && !network.isPointToPoint()
                    && !isVirtual(network.getName(), network.getDisplayName());
        } catch (SocketException e) {
            // The interface has just gone.
            return false;
        }
    }

    /** Whether an interface of this name leads to no network outside. The display name may be null. */
    static boolean isVirtual(String name, String displayName) {
        return Stream.of(name, String.valueOf(displayName))
                .anyMatch(each -> VIRTUAL.matcher(each).matches());
    }

    private static Stream<String> addresses(NetworkInterface network) {
        return network.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .filter(address -> !address.isLinkLocalAddress())
                .map(InetAddress::getHostAddress);
    }
}
