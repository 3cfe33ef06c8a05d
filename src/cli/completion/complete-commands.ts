/** The hidden command that the shells' completion scripts call; what follows it is a line with anything in it. */
export const COMPLETE = "__complete";

/** The same without descriptions. Both names are cobra's. */
export const COMPLETE_NAMES = "__completeNoDesc";
