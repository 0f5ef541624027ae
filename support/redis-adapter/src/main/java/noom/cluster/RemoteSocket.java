package noom.cluster;

import java.util.Map;
import java.util.Set;

/**
 * A socket on any server, as it was when its server was asked.
 *
 * @param id its public id
 * @param rooms its rooms
 * @param data what its server tells about it, such as {@code {nickname: "Ann"}}
 */
public record RemoteSocket(String id, Set<String> rooms, Map<String, Object> data) {}
