/** Lines that ss 6.1 printed on Linux 6.18, each with the ends of its connection. */
import type {ConnectionEnds} from '../../../source/net/kernel/kernel-view.ts';

export const endsOf = (localHost: string, localPort: number, remotePort: number): ConnectionEnds => ({
	local: {host: localHost, port: localPort},
	remote: {host: localHost, port: remotePort},
});

const memory = 'skmem:(r0,rb131072,t0,tb3939840,f0,w0,o0,bl0,d0)';

export const ssLines = {
	accepted: `ESTAB 0      0      127.0.0.1:33989 127.0.0.1:43810 ${memory} bbr wscale:10,10 rto:204 rtt:0.025/0.014 ato:40 mss:35328 pmtu:65535 rcvmss:536 advmss:65483 cwnd:11 bytes_sent:1000 bytes_acked:1000 bytes_received:5 segs_out:2 segs_in:4 data_segs_out:1 data_segs_in:1 bbr:(bw:56524796624bps,mrtt:0.005,pacing_gain:2.88672,cwnd_gain:2.88672) send 124354560000bps lastsnd:92 lastrcv:92 lastack:92 pacing_rate 267560190296bps delivery_rate 56524800000bps delivered:2 app_limited rcv_space:65483 rcv_ssthresh:65483 minrtt:0.005 snd_wnd:70656`,
	dialled: `ESTAB 1000   0      127.0.0.1:43810 127.0.0.1:33989 ${memory} bbr wscale:10,10 rto:204 rtt:0.048/0.019 ato:40 mss:32768 pmtu:65535 rcvmss:1000 advmss:65483 cwnd:11 bytes_sent:5 bytes_acked:6 bytes_received:1000 segs_out:4 segs_in:3 data_segs_out:1 data_segs_in:1 bbr:(bw:5698781248bps,mrtt:0.046,pacing_gain:2.88672,cwnd_gain:2.88672) send 60074666667bps lastsnd:72 lastrcv:72 lastack:72 pacing_rate 152765552192bps delivery_rate 5698782608bps delivered:2 app_limited rcv_space:65495 rcv_ssthresh:70173 minrtt:0.046 snd_wnd:65536`,
	silent: `ESTAB 0      0      127.0.0.1:58757 127.0.0.1:57444 ${memory} ts sack bbr wscale:10,10 rto:204 rtt:0.022/0.011 mss:32768 pmtu:65535 rcvmss:536 advmss:65483 cwnd:10 segs_in:2 bbr:(bw:0bps,mrtt:0.022) send 119156363636bps lastsnd:8 lastrcv:8 lastack:8 pacing_rate 340531187816bps delivered:1 app_limited rcv_space:65483 rcv_ssthresh:65483 minrtt:0.022 snd_wnd:65536`,
	closeWait: `CLOSE-WAIT 0      0      127.0.0.1:33989 127.0.0.1:43810 ${memory} bbr wscale:10,10 rto:204 rtt:0.025/0.014 ato:40 mss:35328 pmtu:65535 rcvmss:536 advmss:65483 cwnd:11 bytes_sent:1000 bytes_acked:1000 bytes_received:6 segs_out:3 segs_in:5 data_segs_out:1 data_segs_in:1 send 124354560000bps lastsnd:188 lastrcv:188 lastack:88 snd_wnd:70656`,
	finWait2: `FIN-WAIT-2 0      0      127.0.0.1:43810 127.0.0.1:33989 timer:(keepalive,119min,0) ${memory} bbr wscale:10,10 rto:208 rtt:5.745/11.407 ato:40 mss:32768 cwnd:12 bytes_sent:5 bytes_acked:7 bytes_received:1000 segs_out:5 segs_in:4 data_segs_out:1 data_segs_in:1 send 547559269bps snd_wnd:65536`,
	timeWait: 'TIME-WAIT 0      0      127.0.0.1:57444 127.0.0.1:58757 timer:(timewait,59sec,0) ',
	ipv6: `ESTAB 1000   0      [::1]:37948 [::1]:56789 ${memory} bbr wscale:10,10 rto:204 rtt:0.042/0.016 ato:40 mss:32768 cwnd:11 bytes_sent:5 bytes_acked:6 bytes_received:1000 segs_out:4 segs_in:3 data_segs_out:1 data_segs_in:1 snd_wnd:65536`,
	mapped: `ESTAB 128512 0      [::ffff:127.0.0.1]:40021 [::ffff:127.0.0.1]:36774 skmem:(r131840,rb131072,t0,tb3939840,f3328,w0,o0,bl0,d3) bbr wscale:10,10 rto:204 rtt:0.074/0.037 ato:80 mss:32768 cwnd:10 bytes_received:128512 segs_out:4 segs_in:10 data_segs_in:6 rcv_rtt:0.095 snd_wnd:65536`,
	zeroWindow: `ESTAB 0      3782144 127.0.0.1:57460 127.0.0.1:58757 timer:(persist,736ms,1) skmem:(r0,rb131072,t0,tb4194304,f2368,w3847872,o0,bl0,d0) ts sack bbr wscale:10,10 rto:208 backoff:2 rtt:4.851/9.626 mss:47616 pmtu:65535 rcvmss:536 advmss:65483 cwnd:16 bytes_sent:176128 bytes_retrans:47616 bytes_acked:128513 segs_out:10 segs_in:5 data_segs_out:6 send 1256410637bps busy:1012ms rwnd_limited:1012ms(100.0%) retrans:0/1 dsack_dups:1 rcv_space:65495 rcv_ssthresh:65495 notsent:3782144 minrtt:0.038`,
	finWait1: `FIN-WAIT-1 0      3782145 127.0.0.1:57460 127.0.0.1:58757 timer:(persist,616ms,1) skmem:(r0,rb131072,t0,tb4194304,f2368,w3847872,o0,bl0,d0) ts sack bbr rto:208 rtt:4.851/9.626 mss:47616 cwnd:16 bytes_sent:176128 bytes_retrans:47616 bytes_acked:128513 segs_out:10 segs_in:5 data_segs_out:6 retrans:0/1 notsent:3782145`,
	synSent: `SYN-SENT 0      1      127.0.0.1:45016 127.0.0.1:53529 timer:(on,748ms,1) skmem:(r0,rb131072,t0,tb16384,f3264,w832,o0,bl0,d0) bbr rto:1000 mss:524 pmtu:65535 rcvmss:88 advmss:65495 cwnd:1 segs_out:2 bbr:(bw:0bps,mrtt:0) lastsnd:156092 lastrcv:156092 lastack:156092 app_limited unacked:1 retrans:1/1 lost:1 rcv_ssthresh:65495`,
} as const;
