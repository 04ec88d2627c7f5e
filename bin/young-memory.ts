/**
 * Room for what lives but a moment, in MB, of a thread that judges. With Node's own 16 a fifth of the time of judging goes
 * into moving such things about, with 32 an eighth, with this a twelfth; more saves little and is more memory in all.
 */
export const YOUNG_MB = 64;
