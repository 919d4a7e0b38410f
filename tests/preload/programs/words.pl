# Strings, hashes, sorting and regular expressions.
use strict;
use warnings;

my %count;
my $state = 12345;
for my $i (1 .. 150_000) {
    $state = ($state * 1103515245 + 12345) % 2147483648;
    my $word = join '', map { chr(97 + ($state >> $_) % 26) } 3, 7, 11;
    $count{$word x (1 + $i % 5)}++;
    delete $count{$word} if $i % 13 == 0;
}
my @words = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
my $text = join ' ', @words;
my $pairs = () = $text =~ /([a-z])\1/g;
(my $turned = $text) =~ s/(\w+) (\w+)/$2 $1/g;
printf "%d words, %d letters, %d pairs\n", scalar @words, length $text, $pairs;
printf "%s: %d\n", $_, $count{$_} for @words[0 .. 20];
print substr($turned, 0, 200), "\n", unpack('%32C*', $turned), "\n";
