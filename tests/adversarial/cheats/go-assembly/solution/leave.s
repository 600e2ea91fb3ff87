TEXT ·leave(SB),0,$0
	RET
