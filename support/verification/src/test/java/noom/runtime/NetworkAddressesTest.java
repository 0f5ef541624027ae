package noom.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import noom.testkit.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses that others in the network can open. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "Other systems have no network namespaces")
class NetworkAddressesTest {
    /** As a program, prints the addresses of its network. */
    public static void main(String[] args) {
        NetworkAddresses.find().forEach(System.out::println);
    }

    @Test
    void eachRealAddressIsFoundAndNoOther() throws Exception {
        assertEquals(List.of("192.168.0.12", "10.0.0.7"), findWith("""
                add wlan0 192.168.0.12/24
                add eth0 10.0.0.7/8
                add eth1 169.254.3.4/16
                add eth2 fd00::1/64
                add docker0 172.17.0.1/16
                add br-0123456789 172.18.0.1/16
                add eth3 10.1.0.7/16
                ip link set eth3 down
                """));
    }

    @Test
    void withoutANetworkThereIsNone() throws Exception {
        assertEquals(List.of(), findWith(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0", "en0", "enp3s0", "wlan0", "wlp2s0", "wlx00c0ca123456", "bond0", "br0", "bridge0"})
    void anInterfaceOfTheNetworkIsReal(String name) {
        assertFalse(NetworkAddresses.isVirtual(name, null));
    }

    @ParameterizedTest
    @CsvSource({
        "docker0, docker0",
        "veth1a2b3c4, veth1a2b3c4",
        "virbr0, virbr0",
        "vmnet8, vmnet8",
        "bridge100, bridge100",
        "utun3, utun3",
        "ethernet_32770, Hyper-V Virtual Ethernet Adapter",
        "ethernet_32769, VirtualBox Host-Only Ethernet Adapter"
    })
    void anInterfaceOfThisComputerAloneIsVirtual(String name, String displayName) {
        assertTrue(NetworkAddresses.isVirtual(name, displayName));
    }

    /** Finds the addresses in a network of its own, where this script has added interfaces. */
    private static List<String> findWith(String script) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                "unshare",
                "--map-root-user",
                "--net",
                "sh",
                "-ec",
                """
                add() {
                  ip link add "$1" type veth peer name "_$1"
                  ip address add "$2" dev "$1"
                  ip link set "_$1" up
                  ip link set "$1" up
                }
                ip link set lo up
                %s
                exec "$0" -cp "$1" noom.runtime.NetworkAddressesTest
                """.formatted(script),
                java,
                System.getProperty("java.class.path"));
        assumeTrue(hasNetworkNamespaces(), "This system allows no network namespaces.");
        try (var program = ProgramProcess.run(command, Map.of())) {
            assertEquals(0, program.exitCode(), program.errors()::toString);
            return program.output();
        }
    }

    private static boolean hasNetworkNamespaces() throws InterruptedException {
        var command = List.of(
                "sh", "-c", "unshare --map-root-user --net ip link add eth0 type veth peer name eth1 2> /dev/null");
        try (var program = ProgramProcess.run(command, Map.of())) {
            return program.exitCode() == 0;
        }
    }
}
