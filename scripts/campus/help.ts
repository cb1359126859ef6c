export const help = `A campus of network namespaces: routers, switches and hosts on this computer.

  npm run campus -- COMMAND

  plan                          print the addresses, computed from the topology file
  up                            make the campus: as root, or as a normal user
  status                        print its links, and the rules of its firewalls
  exec NODE [COMMAND …]         run a command on a node; a shell without a command
  link A B down|up [static]     pull the cable between two routers, or put it back
  converge                      give every router the shortest ways over the links that are up
  deny FROM TO [prohibited|drop|reset]
                                refuse what one LAN or host sends to another
  allow FROM TO                 take that rule away
  down                          end what runs there, and remove everything
  help                          print this

  --file FILE    the topology (scripts/campus/campus.topo)
  --name NAME    the name of the campus, for several at once (campus)

The options stand before the command. The exit code is 0, 1 if a command could not be done, 2 if it
was not understood; of exec, it is the program's.

Nodes
  Each node is a network namespace, called NAME-NODE: a router, a host, "outside" (a computer at the
  provider), or the switch of a LAN, called sw-LAN (sw-cs). A host has its own host name, and a
  hosts file with the names of all hosts (room, cs1), of the routers as each LAN knows them (gw-cs),
  and of the outside. The chat's files are another folder on each node; "down" removes them.

Links
  "link A B down" takes both ends down, and the routers find other ways. Each change is printed:
    office: cs via 10.20.4.253 (was 10.20.4.245)
  With "static", the link loses every packet while both ends believe that it is up, and all routes
  stay: a black hole. "converge" leads around it, "link A B up" ends it.

Rules
  The router of FROM checks each packet that it passes on. It refuses the packets one way; since
  answers go the other way, no connection between the two comes about. prohibited (the default)
  answers with an ICMP message, drop with nothing, reset with a TCP reset.

Rights
  Root makes the namespaces in /run/netns, where "ip netns" lists them. A normal user gets them in a
  user namespace that nobody else sees; where the system forbids it, the program says so, and sudo
  helps. Needs Linux, ip (iproute2), nft (nftables), and nsenter and unshare (util-linux).

The topology file
  One thing a line; "#" begins a comment. The order of the lines does not matter, but that hosts of
  a LAN get their addresses in it.
    pool NETWORK              what subnets are taken from, as 10.20.0.0/21
    router NAME …
    lan NAME HOSTS ROUTER [nat]
                              a LAN for so many hosts, and its router; nat hides it behind the
                              router's own address
    link ROUTER ROUTER [COST] a cable; the cheapest way wins (1)
    host NAME LAN             a computer that is really there
    outside NETWORK ROUTER    the provider's network
    deny FROM TO [prohibited|drop|reset]

Try
  npm run campus -- up
  npm run campus -- exec cs1 traceroute room
  npm run campus -- exec room node dist/cli.cjs host
  npm run campus -- exec cs1 node dist/cli.cjs join room
  npm run campus -- link core academic down

docs/campus.md explains the plan, and what to try.`;
