/**
 * Words and keyboard walks that lists of leaked passwords lead with, in lower case. Digits at the
 * end are cut off before the look-up, so that `welcome2026` counts as `welcome`.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  000000000000 0987654321 098765432109 102030405060 111111111111 112233445566 121212121212 123123123123
  123321123321 123456 123456123456 1234567 12345678 123456789 1234567890 123456789012 1234567890123 12345678910
  1234abcd 1234qwerasdf 123654789 123789456 123qweasd 123qweasdzxc 12qwaszx 147258369 147258369147 159357
  159753159753 1password 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv 321654987
  741852963 789456123 789456123000 987654321 9876543210 a123456 a123456789 a1234567890 a1b2c3 a1b2c3d4 a1b2c3d4e5
  a1b2c3d4e5f6 aa123456 aa12345678 aaaaaa abc123 abcabc abcd1234 abcdef abcdefg abcdefgh abcdefghijkl
  abcdefghijklm abcdefghijklmnopqrstuvwxyz abracadabra accessdenied accountaccount accountant admin admin1234
  admin123456 adminadmin administrator administrator1 adminpassword alexander alexandra amazon america andrew
  android angel angelangel angels anonymous anthony april arsenal arsenalfc asdf1234 asdfasdfasdf asdfgh asdfghjkl
  asdfghjkl123 asdfghjklzxcvbnm asdfqwerzxcv ashley ashleyashley attorney august australia autumn azerty
  azertyuiop azertyuiopqs banana bananas barcelona baseball baseball123 basketball batman batman123 bayernmunich
  bestfriend bestfriends bestfriendsforever birthday bitwarden blessed blessings blueberry boston bostonredsox
  brother business businessbusiness buster butterflies butterfly california callofduty canada changeit changeme
  changemenow changemeplease charlie cheese cheesecake chelsea chelseafc chevrolet chicago chicagobulls chocolate
  chocolatecake christmas christopher clientclient clientportal coffee coffeecoffee company companyname computer
  cookie cookies correcthorse correcthorsebatterystaple corvette cowboys dallas dallascowboys daniel december
  default demodemo demopassword dolphin dolphins dragon dragon123 dragonball dragonballz eagles easter elephant
  elephants elizabeth england everyone examplepassword facebook facebookfacebook family familyfirst familyforever
  father fcbarcelona february ferrari florida flower flowers football football123 footballfan fordmustang forever
  foreverandever foreveryoung forgetpassword forgotpassword forgottenpassword fortnite france freedom freedom123
  friday gateway germany ginger godbless godisgood godislove goodbye goodluck goodmorning google grandma grandpa
  guest hacker hackers halloween happybirthday happynewyear harley harleydavidson heaven hello hellohello
  hellokitty hellothere helloworld hockey idontcare idontknow ihatepasswords ihateyou ihavenoidea ilovegod
  ilovejesus ilovemyself iloveyou iloveyou1 iloveyou123 iloveyou1234 iloveyoubaby iloveyouforever iloveyousomuch
  instagram internet invoice invoices iphone ironman january jennifer jessica jesus jesuschrist jesusislord
  jesuslovesme jonathan jordan jordan123 jordan23 joshua july june juventus keepass killer killer123 kitten
  kittens lakers lamborghini lastpass lawfirm lawoffice lawyer letmein letmein123 letmein1234 letmein12345
  letmeinletmein letmeinnow letmeinplease linkedin lionking liverpool liverpoolfc login loginlogin logmein london
  losangeles loser lovely loveme loveyou loveyouforever manager manchester manchesterunited march master master123
  masterkey matthew may mercedes mercedesbenz merrychristmas michael michael123 michaeljordan michelle microsoft
  minecraft monday money moneymoney monkey monkey123 monkeymonkey mother mustang mustchange mychildren myfamily
  mypassword mypasswordis mysecretpassword mysecurepassword netflix newpassword newyork newyorkcity newyorkyankees
  nicole nintendo nobody noneofyourbusiness nopassword nothing nothingnothing november october office officeoffice
  onepassword opensesame p455w0rd p4ssword p@ssw0rd p@ssw0rd1234 p@ssword pa$$w0rd pa$$word packers pass1234
  pass12345678 passpass passpasspass passw0rd passw0rd1234 password password1 password12 password123 password1234
  password12345 password123456 passwordispassword passwordpassword passwords passwort patriots payerportal payment
  payments pepper pizza pizzapizza playstation pokemon pokemonpokemon porsche portal princess princess123 puppies
  puppy q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx qazwsxedc qazwsxedcrfv qazwsxedcrfvtgb qwer1234 qwerasdfzxcv
  qwerty qwerty1234 qwerty12345 qwerty123456 qwertyqwerty qwertyuiop qwertyuiopasdf qwertyuiopasdfghjkl
  qwertyuiopasdfghjklzxcvbnm qwertz qwertzuiop qwertzuiopasdf rainbow rainbows realmadrid robert roblox root
  rootpassword rootroot samantha samplepassword samsung samsunggalaxy saturday secret secret123 secret1234
  secretsecret secure securepassword security securitysecurity september shadow shadow123 shadowshadow sister
  soccer softball somebody someone spiderman spring springtime startrek startstart startup starwars steelers
  stephanie strawberry strongpassword success successful summer summertime sunday sunshine sunshine123
  sunshinesunshine superadmin superman superman123 supersecret supersecretpassword supersecure sysadmin temporary
  temporarypassword temppassword test testaccount testing testpassword testtest testtesttest testuser texas
  thepassword thisisapassword thisismypassword thisismysecret thisispassword thomas thursday tiger tigers together
  toor topsecret toyota trustno1 trustno1trustno1 trustnoone tuesday twitter unitedstates usausausa
  verystrongpassword victoria volleyball wednesday welcome welcome123 welcome1234 welcome12345 welcomeback
  welcomehome whatever whatsapp whatsup whoami william windows winner winners winter wintertime xbox yankees
  yourpassword youtube zaq12wsx zaq1xsw2cde3 zaq1zaq1 zxcvbn zxcvbnm zxcvbnm123 zxcvbnmasdfghjkl
`
    .trim()
    .split(/\s+/),
)
