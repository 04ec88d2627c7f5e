/** Set by our own server, over whatever a sender says: the address that the connection comes from. */
export const PEER_HEADER = "x-squelch-peer";

export const peerOf = (headers: Pick<Headers, "get">): string | null => headers.get(PEER_HEADER);
